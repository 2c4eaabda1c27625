package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static vaelab.data.Errors.assertSays;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MfccTest {
  private static final Class<IllegalArgumentException> BAD = IllegalArgumentException.class;

  @Test
  void theMelScaleHasItsFixedPoint() {
    assertEquals(999.9855, MelFilterbank.mel(1000), 1e-3); // 1000 mel by convention
    assertEquals(0, MelFilterbank.mel(0));
    assertEquals(440, MelFilterbank.hertz(MelFilterbank.mel(440)), 1e-9);
  }

  /** Triangles side by side: between the first and the last centre they add up to 1. */
  @Test
  void filtersShareTheSpectrumOut() {
    int bins = 513;
    MelFilterbank bank = new MelFilterbank(20, 0, 4000, bins, 8000);
    double step = MelFilterbank.mel(4000) / 21;
    for (int k = 0; k < bins; k++) {
      float[] one = new float[bins];
      one[k] = 1;
      double[] passed = bank.apply(one);
      double mel = MelFilterbank.mel(k * 4000.0 / 512);
      double sum = Arrays.stream(passed).sum();
      if (mel >= step && mel <= 20 * step) {
        assertEquals(1, sum, 1e-6, "bin " + k);
      }
      for (int m = 0; m < 20; m++) {
        boolean inside = mel > m * step && mel < (m + 2) * step;
        assertEquals(inside, passed[m] > 0, "bin " + k + ", filter " + m);
      }
    }
  }

  /** Four bins at 0, 1000, 2000, 3000 Hz and one filter from 0 to 3000 Hz, by hand. */
  @Test
  void oneFilterByHand() {
    MelFilterbank bank = new MelFilterbank(1, 0, 3000, 4, 6000);
    double centre = 700 * (Math.sqrt(1 + 3000 / 700.0) - 1); // the middle on the mel scale
    assertEquals(909.3, centre, 0.1);
    double expected = 5 * (3000 - 1000) / (3000 - centre) + 7 * (3000 - 2000) / (3000 - centre);
    assertEquals(expected, bank.apply(new float[] {3, 5, 7, 11})[0], 1e-5);
  }

  @Test
  void coefficientsAreADctOfLogarithms() {
    Stft stft = new Stft(Window.HANN, 64, 16);
    MelFilterbank bank = new MelFilterbank(8, 100, 3500, 33, 8000);
    Mfcc all = new Mfcc(stft, bank, 8);
    float[] sound = WavTest.noise(1, 400, 1)[0];
    float[][] coefficients = all.ofSound(sound);
    assertEquals(26, coefficients.length);
    float[] column = coefficients[9];
    double[] logs = bank.apply(stft.transform(sound).powers()[9]);
    for (int m = 0; m < 8; m++) {
      logs[m] = Math.log(logs[m]);
      // An orthonormal transform is undone by its transpose.
      double back = column[0] / Math.sqrt(8);
      for (int n = 1; n < 8; n++) {
        back += column[n] * Math.sqrt(2 / 8.0) * Math.cos(Math.PI * n * (2 * m + 1) / 16);
      }
      assertEquals(logs[m], back, 1e-5);
    }
    assertEquals(Arrays.stream(logs).sum() / Math.sqrt(8), column[0], 1e-5);
    float[] first = new Mfcc(stft, bank, 3).ofSound(sound)[9];
    assertArrayEquals(Arrays.copyOf(column, 3), first);
  }

  @Test
  void silenceIsFinite() {
    Mfcc speech = Mfcc.ofSpeech(Stft.EIGHT_KHZ, 8000);
    float[] column = speech.ofSound(new float[1000])[3];
    assertEquals(13, column.length);
    assertEquals(Math.sqrt(26) * Math.log(1e-10), column[0], 1e-3);
    assertEquals(0, column[5], 1e-4);
  }

  /** Twice the amplitude moves c[0] alone. */
  @Test
  void loudnessIsInTheFirstCoefficient() {
    Mfcc speech = Mfcc.ofSpeech(Stft.EIGHT_KHZ, 8000);
    float[] sound = WavTest.noise(1, 1000, 2)[0];
    float[] louder = sound.clone();
    for (int i = 0; i < louder.length; i++) {
      louder[i] *= 2;
    }
    float[] a = speech.ofSound(sound)[5];
    float[] b = speech.ofSound(louder)[5];
    assertEquals(Math.sqrt(26) * Math.log(4), b[0] - a[0], 1e-4);
    assertArrayEquals(Arrays.copyOfRange(a, 1, 13), Arrays.copyOfRange(b, 1, 13), 1e-5f);
  }

  @Test
  void deltasAreSlopes() {
    float[][] ramp = new float[8][];
    for (int t = 0; t < 8; t++) {
      ramp[t] = new float[] {3 * t, t * t};
    }
    float[][] both = Mfcc.withDeltas(ramp);
    assertArrayEquals(new float[] {12, 16, 3, 8}, both[4], 1e-6f); // the slope of t^2 is 2 t
    // At the start the first column is repeated: (1 (3 - 0) + 2 (6 - 0)) / 10.
    assertEquals(1.5, both[0][2], 1e-6);
    assertArrayEquals(new float[] {5, 0}, Mfcc.withDeltas(new float[][] {{5}})[0]);
  }

  @Test
  void refusesWhatCannotBe() {
    assertSays(BAD, () -> new MelFilterbank(20, 0, 4001, 129, 8000), "4000.0 Hz", "4001.0");
    assertSays(BAD, () -> new MelFilterbank(0, 0, 4000, 129, 8000), "0 filters");
    assertSays(BAD, () -> new MelFilterbank(80, 0, 4000, 33, 8000), "between two of 33", "fewer");
    MelFilterbank bank = new MelFilterbank(5, 0, 4000, 129, 8000);
    assertSays(BAD, () -> bank.apply(new float[128]), "129 bins", "128");
    assertSays(BAD, () -> new Mfcc(Stft.EIGHT_KHZ, bank, 6), "1 to 5 coefficients", "6");
  }
}
