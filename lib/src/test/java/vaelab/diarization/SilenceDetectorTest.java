package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceDetectorTest {
  /** Levels of normal distributions: the fit must find them, whatever the share of silence. */
  @ParameterizedTest
  @CsvSource({"0.3, 1", "0.6, 1", "0.8, 1", "0.4, 1e-6", "0.4, 1e6"})
  void findsBackgroundAndSpeech(double share, double gain) {
    Random random = new Random(5);
    int columns = 20_000;
    double[] energies = new double[columns];
    boolean[] truth = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      truth[c] = random.nextDouble() < share;
      double level = truth[c] ? -60 + 3 * random.nextGaussian() : -25 + 6 * random.nextGaussian();
      energies[c] = gain * Math.pow(10, level / 10);
    }
    SilenceDetector detector = SilenceDetector.fit(energies);
    double shift = 10 * Math.log10(gain);
    assertEquals(-60 + shift, detector.silence(), 0.3);
    assertEquals(-25 + shift, detector.speech(), 0.3);
    boolean[] found = detector.silent(energies);
    int wrong = 0;
    for (int c = 0; c < columns; c++) {
      wrong += found[c] != truth[c] ? 1 : 0;
    }
    assertTrue(wrong < 0.002 * columns, wrong + " wrong");
  }

  @Test
  void digitalSilenceIsSilent() {
    double[] energies = new double[100];
    Arrays.fill(energies, 40, 70, 0.01);
    boolean[] silent = SilenceDetector.fit(energies).silent(energies);
    for (int c = 0; c < 100; c++) {
      assertEquals(c < 40 || c >= 70, silent[c], "column " + c);
    }
  }

  @Test
  void nothingButDigitalSilenceIsSilent() {
    double[] energies = new double[7];
    boolean[] all = new boolean[7];
    Arrays.fill(all, true);
    assertArrayEquals(all, SilenceDetector.fit(energies).silent(energies));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void evenLoudnessIsSpeech(int columns) {
    double[] energies = new Random(1).doubles(columns, 0.9, 1.1).toArray();
    assertArrayEquals(new boolean[columns], SilenceDetector.fit(energies).silent(energies));
  }

  @Test
  void whatIsNoEnergyIsRefused() {
    for (double[] energies :
        new double[][] {{}, {1, -1}, {Double.NaN, 1}, {1, Double.POSITIVE_INFINITY}}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> SilenceDetector.fit(energies))
              .getMessage();
      assertTrue(message.contains("at least one column"), message);
    }
  }
}
