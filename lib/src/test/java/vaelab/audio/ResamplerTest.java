package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
  @TempDir Path folder;

  /** A tone stays the tone that it is: gain, phase and time. */
  @ParameterizedTest
  @CsvSource({
    "8000, 16000",
    "16000, 8000",
    "44100, 16000",
    "16000, 44100",
    "48000, 16000",
    "11025, 8000",
    "8000, 48000",
    "44100, 48000"
  })
  void tonesInThePassBandAreUnchanged(int from, int to) {
    for (double share : new double[] {0, 0.01, 0.3, 0.7, 0.88}) {
      double hertz = share * Math.min(from, to) / 2;
      float[] found = resample(tone(hertz, from, from / 2), from, to);
      float[] expected = tone(hertz, to, to / 2);
      assertEquals(expected.length, found.length);
      int edge = to / 20; // where the sound begins and ends the filter sees silence
      for (int i = edge; i < found.length - edge; i++) {
        assertEquals(expected[i], found[i], 1e-4, hertz + " Hz at " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"16000, 8000", "44100, 16000", "48000, 16000", "48000, 44100"})
  void tonesAboveTheNewNyquistFrequencyVanish(int from, int to) {
    for (double hertz : new double[] {0.501 * to, 0.51 * to, 0.495 * from}) {
      float[] found = resample(tone(hertz, from, from / 2), from, to);
      assertTrue(loudest(found, to / 20) < 1e-4, () -> hertz + " Hz: " + loudest(found, to / 20));
    }
  }

  /** What goes up leaves no image of itself above the old Nyquist frequency. */
  @Test
  void noImages() {
    float[] found = resample(tone(3000, 8000, 8000), 8000, 16_000);
    float[][] magnitudes = new Stft(Window.HANN, 512, 512).transform(found).magnitudes();
    float[] column = magnitudes[magnitudes.length / 2];
    assertEquals(128, column[96], 0.1); // 3000 Hz
    for (int k = 128; k < column.length; k++) {
      assertTrue(column[k] < 128e-4, "bin " + k + ": " + column[k]);
    }
  }

  @Test
  void aConstantStaysWhatItIs() {
    float[] ones = new float[3000];
    Arrays.fill(ones, 1);
    float[] found = resample(ones, 8000, 11_025);
    for (int i = 200; i < found.length - 200; i++) {
      assertEquals(1, found[i], 1e-6);
    }
  }

  @Test
  void lengthsAreRoundedUp() {
    for (int frames : new int[] {0, 1, 2, 3, 147, 148, 1000}) {
      for (int[] rates : new int[][] {{44_100, 48_000}, {48_000, 8000}, {3, 7}, {8000, 8000}}) {
        long expected = (long) Math.ceil((double) frames * rates[1] / rates[0]);
        assertEquals(expected, resample(new float[frames], rates[0], rates[1]).length);
        assertEquals(expected, Resampler.frames(frames, rates[0], rates[1]));
      }
    }
  }

  @Test
  void equalRatesGiveTheSamplesThemselves() throws IOException {
    float[] sound = WavTest.noise(1, 1000, 1)[0];
    Resampler resampler = new Resampler(8000, 8000);
    float[] body = resampler.write(sound, 0, 1000);
    float[] all = Arrays.copyOf(body, 1000);
    float[] tail = resampler.finish();
    System.arraycopy(tail, 0, all, body.length, tail.length);
    assertArrayEquals(sound, all);
    Waveform waveform = Waveform.mono(sound, 8000);
    assertSame(waveform, Resampler.resample(waveform, 8000));
    SampleSource source = SampleSource.of(sound, 8000);
    assertSame(source, source.at(8000));
  }

  @Test
  void blocksOfAnySizeMakeTheSameSound() {
    float[] sound = WavTest.noise(1, 5000, 2)[0];
    for (int[] rates : new int[][] {{44_100, 16_000}, {8000, 44_100}}) {
      float[] whole = resample(sound, rates[0], rates[1]);
      for (int block : new int[] {1, 13, 1024, 4999}) {
        Resampler resampler = new Resampler(rates[0], rates[1]);
        float[] all = new float[whole.length];
        int done = 0;
        for (int at = 0; at < 5000; at += block) {
          float[] part = resampler.write(sound, at, Math.min(block, 5000 - at));
          System.arraycopy(part, 0, all, done, part.length);
          done += part.length;
        }
        float[] tail = resampler.finish();
        System.arraycopy(tail, 0, all, done, tail.length);
        assertEquals(whole.length, done + tail.length);
        assertArrayEquals(whole, all);
      }
    }
  }

  @Test
  void filesAreMixedDownAndResampledAsTheyAreRead() throws IOException {
    Path file = folder.resolve("a.wav");
    float[][] sound = WavTest.noise(2, 40_000, 3);
    Waveform waveform = new Waveform(sound, 16_000);
    waveform.write(file, SampleType.FLOAT_32);
    float[] expected = resample(waveform.mixedDown(), 16_000, 8000);
    try (SampleSource source = SampleSource.open(file).at(8000)) {
      assertEquals(8000, source.rate());
      assertEquals(20_000, source.frames());
      float[] read = new float[20_100];
      int done = 50;
      for (int n = 1; n > 0; done += n) {
        n = source.read(read, done, 777);
      }
      assertEquals(20_050, done);
      assertArrayEquals(expected, Arrays.copyOfRange(read, 50, 20_050));
      assertEquals(0, source.read(read, 0, 10));
    }
  }

  @Test
  void refusesRatesThatCannotBe() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertSays(bad, () -> new Resampler(0, 8000), "at least 1");
    assertSays(bad, () -> new Resampler(192_001, 7999), "192001 to 7999", "usual rate");
    assertSays(bad, () -> new Resampler(1, Integer.MAX_VALUE), "simple ratio");
    assertSays(bad, () -> new Resampler(Integer.MAX_VALUE, 1), "simple ratio");
  }

  private static float[] resample(float[] sound, int from, int to) {
    return Resampler.resample(Waveform.mono(sound, from), to).mixedDown();
  }

  private static float[] tone(double hertz, int rate, int frames) {
    float[] tone = new float[frames];
    for (int i = 0; i < frames; i++) {
      tone[i] = (float) Math.cos(2 * Math.PI * hertz * i / rate + 0.3);
    }
    return tone;
  }

  private static double loudest(float[] sound, int edge) {
    double loudest = 0;
    for (int i = edge; i < sound.length - edge; i++) {
      loudest = Math.max(loudest, Math.abs(sound[i]));
    }
    return loudest;
  }
}
