package vaelab.audio;

import java.util.Arrays;

/**
 * One short recording of one speaker alone, usually a word.
 *
 * @param speaker who speaks, without white space
 * @param text what is said
 * @param index tells recordings of the same speaker and text apart
 * @param samples the sound, full scale [-1,1]; kept, not copied
 */
public record Recording(String speaker, String text, int index, float[] samples) {
  private static final double FRAME_SECONDS = 0.01;
  private static final double SILENT = 1e-3; // in energy: 30 dB below the loudest 10 ms

  /**
   * The recording without the silence before and after the speech: from the first to the last 10 ms
   * that are at most 30 dB below the loudest. A recording of silence stays as it is.
   *
   * @param rate samples a second
   * @return the recording with fewer samples
   */
  public Recording trimmed(int rate) {
    int frame = Math.max(1, (int) (FRAME_SECONDS * rate));
    double[] energies = new double[samples.length / frame];
    for (int f = 0; f < energies.length; f++) {
      for (int i = f * frame; i < (f + 1) * frame; i++) {
        energies[f] += (double) samples[i] * samples[i];
      }
    }
    double threshold = SILENT * Arrays.stream(energies).max().orElse(0);
    if (threshold == 0) {
      return this;
    }
    int first = 0;
    while (energies[first] < threshold) {
      first++;
    }
    int last = energies.length - 1;
    while (energies[last] < threshold) {
      last--;
    }
    return withSamples(Arrays.copyOfRange(samples, first * frame, (last + 1) * frame));
  }

  /** The same recording, louder or softer. */
  Recording amplified(double gain) {
    float[] louder = new float[samples.length];
    for (int i = 0; i < louder.length; i++) {
      louder[i] = (float) (gain * samples[i]);
    }
    return withSamples(louder);
  }

  /** Sum of the squared samples. */
  double energy() {
    double energy = 0;
    for (float sample : samples) {
      energy += (double) sample * sample;
    }
    return energy;
  }

  private Recording withSamples(float[] other) {
    return new Recording(speaker, text, index, other);
  }
}
