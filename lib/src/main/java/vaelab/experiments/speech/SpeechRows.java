package vaelab.experiments.speech;

import java.util.Arrays;
import java.util.Random;
import vaelab.audio.Conversation;
import vaelab.audio.PatchLayout;
import vaelab.audio.PatchScaling;
import vaelab.audio.Spectrogram;
import vaelab.audio.SpectrogramPatches;
import vaelab.audio.Stft;
import vaelab.diarization.Annotation;
import vaelab.diarization.SilenceDetector;
import vaelab.diarization.SpeakerActivity;

/** From sound to the rows of a model, under a rule about silence. */
final class SpeechRows {
  /** Scale of the noise that the released code puts in the place of silence. */
  private static final double SILENCE_NOISE = 0.0008;

  private final SpectrogramPatches patches;
  private final SilenceRule silence;

  SpeechRows(Stft stft, double gain, SilenceRule silence) {
    PatchScaling scaling =
        silence == SilenceRule.FIXED_GAIN ? new PatchScaling.Gain(gain) : PatchScaling.EACH_TO_UNIT;
    // Magnitudes in both, as in the paper's text; its code scales powers.
    patches =
        new SpectrogramPatches(stft, Spectrogram.Measure.MAGNITUDE, PatchLayout.RELEASED, scaling);
    this.silence = silence;
  }

  SpectrogramPatches patches() {
    return patches;
  }

  /** Rows of one speaker alone in which there is speech, by loudness: what an expert learns. */
  float[] speech(float[] samples) {
    float[] rows = patches.rows(samples);
    boolean[] silent = silentByLoudness(samples);
    int dim = patches.dim();
    int kept = 0;
    for (int n = 0; n < silent.length; n++) {
      if (!silent[n]) {
        System.arraycopy(rows, n * dim, rows, kept++ * dim, dim);
      }
    }
    return Arrays.copyOf(rows, kept * dim);
  }

  /** All rows of a conversation's mixture; the labels are looked at by the oracle alone. */
  float[] of(Conversation conversation, Annotation labels, long seed) {
    float[] mixture = conversation.mixture();
    return switch (silence) {
      case FIXED_GAIN -> quiet(mixture);
      case ORACLE -> replaced(mixture, silentByLabels(conversation, labels), seed);
      case IGNORED -> patches.rows(mixture);
    };
  }

  /** All rows of a sound; those of silent columns alone are 0. */
  float[] quiet(float[] samples) {
    float[] rows = patches.rows(samples);
    ConversationModel.clearSilentRows(rows, 0, patches, silentColumns(samples));
    return rows;
  }

  /** Columns that are silent by their loudness; none where the rule does not look at it. */
  boolean[] silentColumns(float[] samples) {
    double[] energies = patches.stft().transform(samples).energies();
    return silence == SilenceRule.FIXED_GAIN
        ? SilenceDetector.fit(energies).silent(energies)
        : new boolean[energies.length];
  }

  /** All rows of a sound, the silent ones replaced by noise. */
  private float[] replaced(float[] samples, boolean[] silent, long seed) {
    float[] rows = patches.rows(samples);
    Random random = new Random(seed);
    int dim = patches.dim();
    for (int n = 0; n < silent.length; n++) {
      for (int i = n * dim; silent[n] && i < (n + 1) * dim; i++) {
        double u = random.nextDouble() - 0.5;
        rows[i] = (float) (-SILENCE_NOISE * Math.signum(u) * Math.log(1 - 2 * Math.abs(u)));
      }
    }
    return rows;
  }

  private boolean[] silentByLoudness(float[] samples) {
    int hop = patches.stft().hop();
    int patch = patches.layout().columns() * hop;
    double[] energies = new double[(int) patches.count(samples.length)];
    for (int n = 0; n < energies.length; n++) {
      int from = n * patches.layout().hop() * hop;
      int to = Math.min(samples.length, from + patch);
      for (int i = from; i < to; i++) {
        energies[n] += (double) samples[i] * samples[i] / patch;
      }
    }
    return SilenceDetector.fit(energies).silent(energies);
  }

  private boolean[] silentByLabels(Conversation conversation, Annotation labels) {
    int columns = (int) patches.stft().columns(conversation.mixture().length);
    SpeakerActivity truth =
        SpeakerActivity.of(
            labels,
            conversation.speakers(),
            patches.secondsPerColumn(conversation.rate()),
            columns);
    int[] states = truth.states();
    boolean[] silent = new boolean[(int) patches.count(conversation.mixture().length)];
    for (int n = 0; n < silent.length; n++) {
      int from = n * patches.layout().hop();
      int to = Math.min(columns, from + patches.layout().columns());
      int speech = 0;
      for (int c = from; c < to; c++) {
        speech += states[c] != 0 ? 1 : 0;
      }
      silent[n] = 2 * speech < to - from;
    }
    return silent;
  }
}
