package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MixtureGeneratorTest {
  private static final LabelledImages POOL = PenStrokeDigits.generate(30, 1);
  private static final int[] TEN = IntStream.range(0, 10).toArray();

  @Test
  void activityRatesWithinBinomialBounds() {
    int n = 20_000;
    double[] pi = {0.3, 0.2, 0.9};
    LabelledImages tiny = tinyPool();
    Mixtures m = MixtureGenerator.bernoulli(tiny, new int[] {1, 0, 2}, pi, 0, n, 5);
    double[] rates = m.activityRates();
    for (int h = 0; h < 3; h++) {
      double deviation = Math.sqrt(pi[h] * (1 - pi[h]) / n);
      assertEquals(pi[h], rates[h], 4.5 * deviation);
    }
    assertEquals(Arrays.stream(rates).sum(), m.averageActive(), 1e-12);
    // Streams are independent: joint frequency of streams 0 and 1.
    double both = Arrays.stream(m.states()).filter(s -> (s & 3) == 3).count() / (double) n;
    assertEquals(0.06, both, 4.5 * Math.sqrt(0.06 * 0.94 / n));
    // Every image of a class is used, about equally.
    int[] uses = new int[tiny.labels().length];
    Arrays.stream(m.sourceIndex()).filter(i -> i >= 0).forEach(i -> uses[i]++);
    for (int i : tiny.indicesOf(2)) {
      double expected = 0.9 * n / 4;
      assertEquals(expected, uses[i], 4.5 * Math.sqrt(expected));
    }
  }

  @Test
  void noiseIsLaplaceWithoutStructure() {
    double b = 0.1;
    int n = 1_000;
    Mixtures m = MixtureGenerator.bernoulli(POOL, TEN, filled(10, 0.3), b, n, 11);
    int d = m.dim();
    double count = (double) n * d;
    double mean = 0;
    double absolute = 0;
    double square = 0;
    double beyond = 0;
    double neighbours = 0;
    double withSignal = 0;
    double signalSquare = 0;
    double last = 0;
    for (int i = 0; i < n; i++) {
      float[] clean = cleanSum(m, i);
      for (int j = 0; j < d; j++) {
        double r = m.x()[i * d + j] - clean[j];
        mean += r / count;
        absolute += Math.abs(r) / count;
        square += r * r / count;
        beyond += Math.abs(r) > 3 * b ? 1 / count : 0;
        neighbours += r * last / count;
        withSignal += r * clean[j] / count;
        signalSquare += (double) clean[j] * clean[j] / count;
        last = r;
      }
    }
    double deviation = Math.sqrt(2) * b / Math.sqrt(count);
    assertEquals(0, mean, 4.5 * deviation);
    assertEquals(b, absolute, 4.5 * b / Math.sqrt(count)); // |r| is exponential: deviation b
    assertEquals(2 * b * b, square, 4.5 * Math.sqrt(20) * b * b / Math.sqrt(count));
    assertEquals(Math.exp(-3), beyond, 4.5 * Math.sqrt(Math.exp(-3) / count)); // not Gaussian
    assertEquals(0, neighbours, 4.5 * 2 * b * b / Math.sqrt(count));
    assertEquals(0, withSignal, 4.5 * deviation * Math.sqrt(signalSquare));
  }

  @Property(tries = 60)
  void exactlyKDistinctStreamsOfTheirClasses(
      @ForAll @IntRange(min = 0, max = 10) int k, @ForAll long seed) {
    Mixtures m = MixtureGenerator.fixedK(POOL, TEN, k, 0, 20, seed);
    for (int n = 0; n < m.count(); n++) {
      assertEquals(k, Integer.bitCount(m.state(n)));
      for (int h = 0; h < 10; h++) {
        assertEquals((m.state(n) >> h & 1) == 1, m.active(n, h));
        if (m.active(n, h)) {
          assertEquals(h, POOL.labels()[m.sourceIndex(n, h)]);
          assertArrayEquals(POOL.images().image(m.sourceIndex(n, h)), m.source(n, h));
        } else {
          assertEquals(Mixtures.IDLE, m.sourceIndex(n, h));
          assertArrayEquals(new float[784], m.source(n, h));
        }
      }
      assertArrayEquals(cleanSum(m, n), m.mixture(n));
    }
  }

  @Test
  void everyChoiceOfKIsEquallyLikely() {
    int n = 12_000;
    Mixtures m = MixtureGenerator.fixedK(tinyPool(), new int[] {0, 1, 2, 3}, 2, 0, n, 3);
    int[] seen = new int[16];
    Arrays.stream(m.states()).forEach(s -> seen[s]++);
    for (int s = 0; s < 16; s++) {
      double expected = Integer.bitCount(s) == 2 ? n / 6.0 : 0;
      assertEquals(expected, seen[s], 4.5 * Math.sqrt(expected));
    }
  }

  @Test
  void theSeedDecidesEverything() {
    double[] pi = {0.5, 0.5};
    int[] classes = {0, 1};
    Mixtures first = MixtureGenerator.bernoulli(POOL, classes, pi, 0.1, 50, 9);
    Mixtures again = MixtureGenerator.bernoulli(POOL, classes, pi, 0.1, 50, 9);
    Mixtures other = MixtureGenerator.bernoulli(POOL, classes, pi, 0.1, 50, 10);
    assertArrayEquals(first.x(), again.x());
    assertArrayEquals(first.sourceIndex(), again.sourceIndex());
    assertFalse(Arrays.equals(first.x(), other.x()));
    assertFalse(Arrays.equals(first.sourceIndex(), other.sourceIndex()));
    assertEquals(9, first.seed());
    // How often one stream is active does not decide what another shows.
    double[] busier = {0.9, 0.5};
    Mixtures busy = MixtureGenerator.bernoulli(POOL, classes, busier, 0.1, 50, 9);
    for (int n = 0; n < 50; n++) {
      assertEquals(first.sourceIndex(n, 1), busy.sourceIndex(n, 1));
    }
    // Noise does not disturb the choice; fewer mixtures are the beginning of more.
    Mixtures clean = MixtureGenerator.bernoulli(POOL, classes, pi, 0, 50, 9);
    assertArrayEquals(first.sourceIndex(), clean.sourceIndex());
    Mixtures fewer = MixtureGenerator.bernoulli(POOL, classes, pi, 0.1, 20, 9);
    assertArrayEquals(fewer.x(), Arrays.copyOf(first.x(), fewer.x().length));
  }

  /** Values from an independent implementation of SplitMix64 (Steele, Lea, Flood 2014), seed 42. */
  @Test
  void drawsAreThePublishedAlgorithm() {
    Draws draws = Draws.seeded(42);
    assertEquals(0.7415648787718233, draws.uniform());
    assertEquals(0.1599103928769201, draws.uniform());
    assertEquals(278, draws.index(1000));
    assertEquals(0.1066559366737405, draws.laplace(0.1), 1e-16);
  }

  @Test
  void refusesWhatCannotBe() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    int[] two = {0, 1};
    for (double pi : new double[] {0, 1, -0.1, 1.1, Double.NaN}) {
      assertSays(
          bad,
          () -> MixtureGenerator.bernoulli(POOL, two, new double[] {0.5, pi}, 0, 1, 0),
          "pi[1] = " + pi);
    }
    double[] half = {0.5, 0.5};
    assertSays(
        bad, () -> MixtureGenerator.bernoulli(POOL, new int[] {0}, half, 0, 1, 0), "2, found 1");
    assertSays(
        bad, () -> MixtureGenerator.bernoulli(POOL, new int[] {3, 3}, half, 0, 1, 0), "[3, 3]");
    assertSays(
        bad, () -> MixtureGenerator.bernoulli(POOL, new int[] {0, 10}, half, 0, 1, 0), "class 10");
    for (double b : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertSays(bad, () -> MixtureGenerator.bernoulli(POOL, two, half, b, 1, 0), "b >= 0", "" + b);
    }
    assertSays(bad, () -> MixtureGenerator.bernoulli(POOL, two, half, 0, 0, 0), "found 0");
    assertSays(
        bad, () -> MixtureGenerator.bernoulli(POOL, two, half, 0, 1 << 22, 0), "at most 2739137");
    assertSays(bad, () -> MixtureGenerator.fixedK(POOL, two, 3, 0, 1, 0), "from 0 to 2", "found 3");
    assertSays(bad, () -> MixtureGenerator.fixedK(POOL, two, -1, 0, 1, 0), "found -1");
    assertSays(bad, () -> new Activity.FixedK(31, 1), "1 to 30", "31");
    assertSays(bad, () -> new Activity.FixedK(0, 0), "found 0");
    Mixtures m = MixtureGenerator.fixedK(POOL, two, 1, 0, 3, 0);
    assertSays(IndexOutOfBoundsException.class, () -> m.source(3, 0), "0 to 2", "found 3");
    assertSays(IndexOutOfBoundsException.class, () -> m.active(0, 2), "0 to 1", "found 2");
    assertSays(IndexOutOfBoundsException.class, () -> m.mixture(-1), "found -1");
  }

  @Test
  void noiseMayBeNegativeAndSumsMayExceedOne() {
    Mixtures noisy = MixtureGenerator.fixedK(POOL, TEN, 4, 0.1, 20, 1);
    float low = 0;
    float high = 0;
    for (float value : noisy.x()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    assertTrue(low < -0.3 && high > 2, low + " " + high);
  }

  private static float[] cleanSum(Mixtures m, int n) {
    float[] sum = new float[m.dim()];
    for (int h = 0; h < m.streams(); h++) {
      float[] source = m.source(n, h);
      for (int d = 0; d < sum.length; d++) {
        sum[d] += source[d];
      }
    }
    return sum;
  }

  private static LabelledImages tinyPool() {
    int[] labels = IntStream.range(0, 16).map(n -> n % 4).toArray();
    return new LabelledImages(new Images(new float[16], 16, 1, 1), labels);
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }
}
