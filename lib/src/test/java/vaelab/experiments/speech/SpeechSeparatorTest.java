package vaelab.experiments.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vaelab.audio.PatchLayout;
import vaelab.audio.PatchScaling;
import vaelab.audio.SampleSource;
import vaelab.audio.Spectrogram;
import vaelab.audio.SpectrogramPatches;
import vaelab.audio.Stft;
import vaelab.audio.Window;
import vaelab.msvae.MsVae;
import vaelab.nn.NetworkSizes;

class SpeechSeparatorTest {
  private static final SpectrogramPatches PATCHES =
      new SpectrogramPatches(
          new Stft(Window.HANN, 16, 4),
          Spectrogram.Measure.MAGNITUDE,
          PatchLayout.RELEASED,
          new PatchScaling.Gain(1));

  /** Masks add up to 1, whatever the streams are: so do the separated sounds to the mixture. */
  @Test
  void separatedSoundsAddUpToTheMixture() throws IOException {
    float[] mixture = noise(5003);
    // A large scale: every state explains the data equally well, and q(s) is the prior.
    float[][] separated = separated(mixture, 0, 1e6);
    for (int i = 0; i < mixture.length; i++) {
      assertEquals(mixture[i], separated[0][i] + separated[1][i], 1e-5, "sample " + i);
    }
    double share = energy(separated[0]) / energy(mixture);
    assertTrue(share > 0.05 && share < 0.95, "one stream has it all: " + share);
  }

  /** Rows have both silence and sound, and at this scale even an empty row may be a speaker's. */
  @Test
  void silentColumnsAreNobodys() throws IOException {
    float[] mixture = noise(700);
    int half = 88;
    float[][] separated = separated(mixture, half, 0.1);
    float[][] heard = separated(mixture, 0, 0.1);
    int size = PATCHES.stft().size();
    int quiet = (half - 1) * PATCHES.stft().hop() - size / 2; // no later column reaches these
    for (int h = 0; h < 2; h++) {
      float[] silence = Arrays.copyOf(separated[h], quiet);
      assertEquals(0, energy(silence), "speaker " + h);
      assertTrue(energy(Arrays.copyOf(heard[h], quiet)) > 1, "heard otherwise, speaker " + h);
      float[] sound = Arrays.copyOfRange(separated[h], quiet + 2 * size, mixture.length);
      assertTrue(energy(sound) > 1, "speech stays, speaker " + h);
    }
  }

  private static float[][] separated(float[] mixture, int silentColumns, double scale)
      throws IOException {
    boolean[] silent = new boolean[(int) PATCHES.stft().columns(mixture.length)];
    Arrays.fill(silent, 0, silentColumns, true);
    float[][] separated = new float[2][mixture.length];
    int[] done = new int[2];
    NetworkSizes sizes = new NetworkSizes(PATCHES.dim(), List.of(8), 2);
    try (MsVae model = MsVae.create(sizes, List.of("a", "b"), 1)) {
      model.setScale(scale);
      new SpeechSeparator(model, Look.ONCE, PATCHES)
          .separate(
              () -> SampleSource.of(mixture, 8000),
              silent,
              (speaker, samples, count) -> {
                System.arraycopy(samples, 0, separated[speaker], done[speaker], count);
                done[speaker] += count;
              });
    }
    assertEquals(mixture.length, done[0]);
    assertEquals(mixture.length, done[1]);
    return separated;
  }

  private static double energy(float[] samples) {
    double energy = 0;
    for (float sample : samples) {
      energy += sample * sample;
    }
    return energy;
  }

  private static float[] noise(int length) {
    Random random = new Random(1);
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    return noise;
  }
}
