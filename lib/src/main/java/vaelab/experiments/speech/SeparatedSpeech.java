package vaelab.experiments.speech;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import vaelab.audio.Conversation;
import vaelab.audio.SampleSource;
import vaelab.metrics.ScaleInvariantSdr;
import vaelab.msvae.MsVae;

/**
 * Separated speech of one conversation.
 *
 * @param speakers names
 * @param rate samples a second
 * @param mixture the conversation
 * @param sounds separated speakers, [speaker][frames]
 * @param before SI-SDR of the mixture for each speaker's own track, in dB
 * @param after SI-SDR of the separated sound, in dB
 */
public record SeparatedSpeech(
    List<String> speakers,
    int rate,
    float[] mixture,
    float[][] sounds,
    double[] before,
    double[] after) {

  /** Takes the speakers of a conversation apart and compares them with their own tracks. */
  static SeparatedSpeech of(MsVae model, Look look, SpeechRows rows, Conversation conversation) {
    float[] mixture = conversation.mixture();
    float[][] sounds = new float[model.streams().size()][mixture.length];
    int[] done = new int[sounds.length];
    try {
      new SpeechSeparator(model, look, rows.patches())
          .separate(
              () -> SampleSource.of(mixture, conversation.rate()),
              rows.silentColumns(mixture),
              (speaker, samples, count) -> {
                System.arraycopy(samples, 0, sounds[speaker], done[speaker], count);
                done[speaker] += count;
              });
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    double[] before = new double[sounds.length];
    double[] after = new double[sounds.length];
    for (int h = 0; h < sounds.length; h++) {
      before[h] = ScaleInvariantSdr.of(mixture, conversation.tracks()[h]);
      after[h] = ScaleInvariantSdr.of(sounds[h], conversation.tracks()[h]);
    }
    return new SeparatedSpeech(
        model.sources(), conversation.rate(), mixture, sounds, before, after);
  }
}
