package vaelab.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.experiments.speech.SeparatedSpeech;

class SeparatedSpeechPlayersTest {
  private static final SeparatedSpeech SEPARATED =
      new SeparatedSpeech(
          List.of("george", "jackson"),
          2,
          new float[] {0.1f, 0.2f, 0.3f, 0.4f},
          new float[][] {{0.1f, 0, 0.3f, 0}, {0, 0.2f, 0, 0.4f}},
          new double[] {-5.51, 5.5},
          new double[] {7.08, 13.46});

  @Test
  void mixtureThenSpeakersWithTheirScores() {
    List<Player> players = SeparatedSpeechPlayers.of(SEPARATED, 1.5);
    assertEquals(
        List.of(
            "Mixture",
            "george: SI-SDR 7.1 dB, in the mixture -5.5 dB",
            "jackson: SI-SDR 13.5 dB, in the mixture 5.5 dB"),
        players.stream().map(Player::caption).toList());
    assertArrayEquals(new float[] {0.1f, 0.2f, 0.3f}, players.get(0).samples());
    assertArrayEquals(new float[] {0, 0.2f, 0}, players.get(2).samples());
    assertEquals(2, players.get(2).rate());
  }

  @Test
  void shortSpeechIsNotMadeLonger() {
    assertArrayEquals(
        SEPARATED.mixture(), SeparatedSpeechPlayers.of(SEPARATED, 60).get(0).samples());
  }
}
