package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a step of training draws: grey levels spread to a density, noise, noise levels. */
class NcsnDrawsTest {
  /** Enough images for ten pixels of every grey level or more. */
  private static final int COUNT = 120;

  private static final int[] ROWS = IntStream.range(0, COUNT).toArray();

  private final ScoreNetwork network = Tiny.floats(1);

  @AfterEach
  void close() {
    network.close();
  }

  private NcsnTrainer.Draws draw(long seed, int epoch, int step, int[] rows, float[] images) {
    return new NcsnTrainer(network, Tiny.config(1, seed)).draw(epoch, step, rows, images);
  }

  private NcsnTrainer.Draws draw(long seed, int epoch, int step) {
    return draw(seed, epoch, step, ROWS, greys());
  }

  /** Grey level of each pixel, 0 to 255 over and over. */
  private static int grey(int i) {
    return i % 256;
  }

  private static float[] greys() {
    float[] images = new float[COUNT * Tiny.DIM];
    for (int i = 0; i < images.length; i++) {
      images[i] = grey(i) / 255f;
    }
    return images;
  }

  /** Where pixels lie between their grey level (0) and the next one (1). */
  private static double[] places(NcsnTrainer.Draws draws) {
    double[] places = new double[draws.x().length];
    Arrays.setAll(places, i -> 256.0 * draws.x()[i] - grey(i));
    return places;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  /** 256 x is uniform from the grey level to the next, so that the range stays [0, 1). */
  @Test
  void greyLevelsAreSpreadUniformlyUpToTheNext() {
    double[] places = places(draw(1, 1, 1));
    for (int i = 0; i < places.length; i++) {
      // Single precision near 1 leaves 256 times 6e-8.
      assertTrue(places[i] > -5e-5 && places[i] < 1 + 5e-5, "pixel " + i + " at " + places[i]);
    }
    int n = places.length;
    assertEquals(0.5, mean(places), 5 * Math.sqrt(1 / 12.0 / n));
    // The squared distance from the middle has mean 1/12 and variance 1/80 - 1/144.
    assertEquals(1 / 12.0, variance(places), 5 * Math.sqrt((1 / 80.0 - 1 / 144.0) / n));
    // Every tenth of the step from a level to the next has its share: a binomial count.
    for (int part = 0; part < 10; part++) {
      double from = part / 10.0;
      long inside = Arrays.stream(places).filter(v -> v >= from && v < from + 0.1).count();
      assertEquals(n / 10.0, inside, 5 * Math.sqrt(n * 0.09), "from " + from);
    }
  }

  /** The noise of pixels says nothing about that of their neighbours, nor about e. */
  @Test
  void spreadsPixelsIndependently() {
    NcsnTrainer.Draws draws = draw(2, 1, 1);
    double[] places = places(draws);
    int n = places.length - 1;
    double neighbours = 0;
    double noises = 0;
    for (int i = 0; i < n; i++) {
      neighbours += (places[i] - 0.5) * (places[i + 1] - 0.5) * 12 / n;
      noises += (places[i] - 0.5) * draws.noise()[i] * Math.sqrt(12) / n;
    }
    assertEquals(0, neighbours, 5 / Math.sqrt(n));
    assertEquals(0, noises, 5 / Math.sqrt(n));
  }

  /** Fixed greys would let the network learn points, whose score is unbounded. */
  @Test
  void everyBatchIsDrawnAnew() {
    NcsnTrainer.Draws base = draw(1, 1, 1);
    NcsnTrainer.Draws again = draw(1, 1, 1);
    assertArrayEquals(base.x(), again.x());
    assertArrayEquals(base.noise(), again.noise());
    assertArrayEquals(base.levels(), again.levels());
    for (NcsnTrainer.Draws other :
        new NcsnTrainer.Draws[] {draw(1, 1, 2), draw(1, 2, 1), draw(2, 1, 1)}) {
      double[] moved = new double[base.x().length];
      Arrays.setAll(moved, i -> 256.0 * (other.x()[i] - base.x()[i]));
      // The difference of two independent uniform draws has variance 1/6 (and of its square,
      // 7/180).
      assertEquals(1 / 6.0, variance(moved), 5 * Math.sqrt(7 / 180.0 / moved.length));
      assertFalse(Arrays.equals(base.noise(), other.noise()));
      assertFalse(Arrays.equals(base.levels(), other.levels()));
    }
  }

  @Test
  void noiseIsStandardNormalAndLevelsAreUniform() {
    NcsnTrainer.Draws draws = draw(3, 1, 1);
    double[] noise =
        IntStream.range(0, draws.noise().length).mapToDouble(i -> draws.noise()[i]).toArray();
    assertEquals(0, mean(noise), 5 / Math.sqrt(noise.length));
    assertEquals(1, variance(noise), 5 * Math.sqrt(2.0 / noise.length));
    int levels = Tiny.LEVELS.count();
    double share = 1.0 / levels;
    for (int level = 0; level < levels; level++) {
      int wanted = level;
      long seen = Arrays.stream(draws.levels()).filter(v -> v == wanted).count();
      assertEquals(COUNT * share, seen, 5 * Math.sqrt(COUNT * share * (1 - share)));
    }
  }

  /** A batch takes the images of its rows, in their order. */
  @Test
  void rowsSayWhichImages() {
    float[] images = Tiny.images(6, 1);
    int[] rows = {4, 0, 4, 5};
    NcsnTrainer.Draws draws = draw(1, 1, 1, rows, images);
    assertEquals(rows.length, draws.levels().length);
    assertEquals(rows.length * Tiny.DIM, draws.x().length);
    for (int i = 0; i < draws.x().length; i++) {
      float pixel = images[rows[i / Tiny.DIM] * Tiny.DIM + i % Tiny.DIM];
      double spread = draws.x()[i] - pixel * 255 / 256.0;
      assertTrue(spread > -1e-6 && spread < 1 / 256.0 + 1e-6, "pixel " + i + ": " + spread);
    }
  }
}
