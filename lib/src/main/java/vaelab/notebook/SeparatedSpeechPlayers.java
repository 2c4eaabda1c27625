package vaelab.notebook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vaelab.experiments.speech.SeparatedSpeech;

/** Separated speech to listen to. */
public final class SeparatedSpeechPlayers {
  private SeparatedSpeechPlayers() {}

  /**
   * The beginning of the mixture and of each separated speaker.
   *
   * @param separated the separated conversation
   * @param seconds how much of it, above 0; all of it where it is shorter
   * @return the mixture, then each speaker with SI-SDR in dB
   */
  public static List<Player> of(SeparatedSpeech separated, double seconds) {
    int rate = separated.rate();
    int frames = (int) Math.min(separated.mixture().length, Math.round(seconds * rate));
    List<Player> players = new ArrayList<>();
    players.add(new Player("Mixture", Arrays.copyOf(separated.mixture(), frames), rate));
    for (int h = 0; h < separated.speakers().size(); h++) {
      String caption =
          String.format(
              Locale.ROOT,
              "%s: SI-SDR %.1f dB, in the mixture %.1f dB",
              separated.speakers().get(h),
              separated.after()[h],
              separated.before()[h]);
      players.add(new Player(caption, Arrays.copyOf(separated.sounds()[h], frames), rate));
    }
    return players;
  }
}
