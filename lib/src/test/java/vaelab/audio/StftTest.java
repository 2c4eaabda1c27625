package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StftTest {
  /** Sizes with other prime factors too, and a hop that does not divide the size. */
  @Test
  void agreesWithTheDefiningSum() {
    for (Window window : Window.values()) {
      for (int[] sizes : new int[][] {{16, 4}, {16, 5}, {30, 10}, {34, 17}, {2, 1}, {256, 64}}) {
        Stft stft = new Stft(window, sizes[0], sizes[1]);
        for (int frames : new int[] {0, 1, 15, 16, 17, 100}) {
          float[] sound = WavTest.noise(1, frames, frames)[0];
          Spectrogram found = stft.transform(sound);
          assertEquals(stft.columns(frames), found.re().length);
          for (int t = 0; t < found.re().length; t++) {
            assertColumn(stft, sound, t, found);
          }
        }
      }
    }
  }

  private static void assertColumn(Stft stft, float[] sound, int t, Spectrogram found) {
    int size = stft.size();
    for (int k = 0; k <= size / 2; k++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < size; i++) {
        int at = t * stft.hop() + i - size / 2;
        double x = at >= 0 && at < sound.length ? sound[at] : 0;
        double w =
            stft.window() == Window.RECTANGULAR ? 1 : Math.pow(Math.sin(Math.PI * i / size), 2);
        re += w * x * Math.cos(2 * Math.PI * k * i / size);
        im -= w * x * Math.sin(2 * Math.PI * k * i / size);
      }
      assertEquals(re, found.re()[t][k], 1e-5, "re of column " + t + ", bin " + k);
      assertEquals(im, found.im()[t][k], 1e-5, "im of column " + t + ", bin " + k);
    }
    assertEquals(stft.bins(), found.re()[t].length);
  }

  /** A cosine in the middle of a bin: amplitude times half the sum of the window. */
  @Test
  void magnitudeOfACosine() {
    Stft stft = new Stft(Window.HANN, 256, 64);
    float[] sound = new float[8000];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) (0.3 * Math.cos(2 * Math.PI * 20 * i / 256.0 + 1));
    }
    Spectrogram spectrogram = stft.transform(sound);
    float[] magnitude = spectrogram.magnitudes()[50];
    assertEquals(0.3 * 128 / 2, magnitude[20], 1e-4);
    assertEquals(0.3 * 128 / 4, magnitude[19], 1e-4);
    assertEquals(0, magnitude[23], 1e-4);
    assertEquals(Math.pow(0.3 * 128 / 2, 2), spectrogram.powers()[50][20], 1e-2);
  }

  @Property(tries = 60)
  void theInverseGivesTheSoundAgain(
      @ForAll @IntRange(min = 1, max = 700) int frames,
      @ForAll @IntRange(min = 1, max = 16) int hop,
      @ForAll Window window) {
    Stft stft = new Stft(window, 32, hop);
    float[] sound = WavTest.noise(1, frames, frames)[0];
    float[] again = stft.inverse(stft.transform(sound), frames);
    // With Hann and a hop of half the size, the last samples lie under the window's end alone.
    int sure = window == Window.HANN && hop > 12 ? Math.max(0, frames - 4) : frames;
    assertArrayEquals(Arrays.copyOf(sound, sure), Arrays.copyOf(again, sure), 1e-4f);
  }

  @Test
  void reconstructsAtTheSettingsInUse() {
    float[] sound = WavTest.noise(1, 30_000, 3)[0];
    for (Stft stft : List.of(Stft.EIGHT_KHZ, Stft.RELEASED)) {
      Spectrogram spectrogram = stft.transform(sound);
      float[] again = stft.inverse(spectrogram, sound.length);
      assertArrayEquals(sound, again, 2e-6f);
    }
  }

  @Test
  void blocksOfAnySizeMakeTheSameColumnsAndSamples() throws IOException {
    Stft stft = new Stft(Window.HANN, 64, 24);
    float[] sound = WavTest.noise(1, 5000, 9)[0];
    Spectrogram whole = stft.transform(sound);
    for (int block : new int[] {1, 7, 64, 4999}) {
      List<float[]> re = new ArrayList<>();
      float[] again = new float[5000];
      int[] done = {0};
      InverseStft inverse =
          stft.inverse(
              (samples, count) -> {
                System.arraycopy(samples, 0, again, done[0], count);
                done[0] += count;
              });
      inverse.limit(5000);
      ForwardStft forward =
          stft.forward(
              (a, b) -> {
                re.add(a);
                inverse.write(a, b);
              });
      for (int at = 0; at < 5000; at += block) {
        forward.write(sound, at, Math.min(block, 5000 - at));
      }
      forward.finish();
      inverse.finish();
      assertArrayEquals(whole.re(), re.toArray(float[][]::new));
      assertEquals(5000, done[0]);
      assertArrayEquals(sound, again, 2e-5f);
    }
  }

  /** Least squares: of all sounds, the inverse's transform is nearest to a changed one. */
  @Test
  void theInverseOfChangedColumnsIsTheNearestSound() {
    Stft stft = new Stft(Window.HANN, 16, 4);
    float[] sound = WavTest.noise(1, 80, 4)[0];
    Spectrogram changed = stft.transform(sound);
    for (int t = 0; t < changed.re().length; t++) {
      for (int k = 0; k < stft.bins(); k += 2) {
        changed.re()[t][k] *= 0.2f;
        changed.im()[t][k] *= 0.2f;
      }
    }
    float[] nearest = stft.inverse(changed, 80);
    double best = distance(stft.transform(nearest), changed);
    for (int i = 0; i < 80; i += 7) {
      for (float step : new float[] {-1e-2f, 1e-2f}) {
        float[] other = nearest.clone();
        other[i] += step;
        assertEquals(
            1, Math.signum(distance(stft.transform(other), changed) - best), "sample " + i);
      }
    }
  }

  /** Over all frequencies of the full transform: those between 0 and half the rate count twice. */
  private static double distance(Spectrogram a, Spectrogram b) {
    double sum = 0;
    for (int t = 0; t < a.re().length; t++) {
      int last = a.re()[t].length - 1;
      for (int k = 0; k <= last; k++) {
        double re = a.re()[t][k] - b.re()[t][k];
        double im = a.im()[t][k] - b.im()[t][k];
        sum += (k == 0 || k == last ? 1 : 2) * (re * re + im * im);
      }
    }
    return sum;
  }

  @Test
  void refusesSizesThatCannotBe() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertSays(bad, () -> new Stft(Window.HANN, 15, 4), "even size", "15");
    assertSays(bad, () -> new Stft(Window.HANN, 16, 0), "hop 0");
    assertSays(bad, () -> new Stft(Window.HANN, 16, 17), "hop 17");
    Stft sparse = new Stft(Window.HANN, 16, 16);
    assertSays(bad, () -> sparse.inverse((x, n) -> {}), "overlap", "half the size");
    Stft stft = new Stft(Window.HANN, 16, 4);
    Spectrogram two = stft.transform(new float[7]);
    assertSays(bad, () -> stft.inverse(two, 13), "0 to 12 samples from 2 columns", "13");
    assertSays(
        bad,
        () -> stft.inverse((x, n) -> {}).write(new float[8], new float[9]),
        "9 bins",
        "8 and 9");
    assertSays(bad, () -> new Spectrogram(new float[0][], new float[0][]), "at least 1");
  }
}
