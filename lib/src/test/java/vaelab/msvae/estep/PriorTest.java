package vaelab.msvae.estep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.msvae.energy.StateSpace;

/** Priors over states are distributions, with the entropies of the formulas. */
class PriorTest {

  @Property(tries = 100)
  void independentActivitiesSumToOneAndKeepTheirRates(
      @ForAll @Size(min = 1, max = 8)
          List<@DoubleRange(min = 1e-5, max = 1 - 1e-5) @Scale(5) Double> rates) {
    double[] pi = rates.stream().mapToDouble(r -> r).toArray();
    BernoulliPrior prior = new BernoulliPrior(pi);
    double[] logP = prior.logProbabilities();
    assertEquals(1 << pi.length, logP.length);
    double sum = 0;
    double[] marginal = new double[pi.length];
    for (int s = 0; s < logP.length; s++) {
      sum += Math.exp(logP[s]);
      for (int h = 0; h < pi.length; h++) {
        marginal[h] += (s >> h & 1) * Math.exp(logP[s]);
      }
    }
    assertEquals(1, sum, 1e-12);
    assertArrayEquals(pi, marginal, 1e-12);
    double binary = 0;
    for (double p : pi) {
      binary -= p * Math.log(p) + (1 - p) * Math.log(1 - p);
    }
    assertEquals(binary, prior.entropy(), 1e-11);
  }

  @Test
  void entropyOfThePaperCountsEveryStream() {
    // The published routine gives 0.5004 and 1.8034 for these: one stream, and a product of rows.
    assertEquals(1.1113, new BernoulliPrior(new double[] {0.3, 0.2}).entropy(), 5e-5);
    assertEquals(3.2508, BernoulliPrior.uniform(10, 0.1).entropy(), 5e-5);
  }

  @Test
  void ratesOfZeroAndOneStayReversible() {
    double[] pi = new BernoulliPrior(new double[] {0, 1}).pi();
    assertArrayEquals(new double[] {1e-5, 1 - 1e-5}, pi, 0);
    for (double logP : new BernoulliPrior(new double[] {0, 1}).logProbabilities()) {
      assertTrue(Double.isFinite(logP));
    }
  }

  @Property(tries = 100)
  void fixedCountIsUniformOnItsSupportAndZeroOffIt(
      @ForAll @IntRange(min = 1, max = 6) int streams, @ForAll @IntRange(max = 6) int wanted) {
    int count = Math.min(streams, wanted);
    FixedCountPrior prior = new FixedCountPrior(streams, count);
    double[] logP = prior.logProbabilities();
    long choices = 1;
    for (int i = 0; i < count; i++) {
      choices = choices * (streams - i) / (i + 1);
    }
    double sum = 0;
    for (int s = 0; s < logP.length; s++) {
      double expected =
          Integer.bitCount(s) == count ? -Math.log(choices) : Double.NEGATIVE_INFINITY;
      assertEquals(expected, logP[s], 1e-14);
      sum += Math.exp(logP[s]);
    }
    assertEquals(1, sum, 1e-13);
    assertEquals(Math.log(choices), prior.entropy(), 1e-13);
  }

  /** A prior that says no more than probabilities. */
  private record Plain(double... logProbabilities) implements StatePrior {
    @Override
    public int streams() {
      return Integer.numberOfTrailingZeros(logProbabilities.length);
    }
  }

  @Test
  void theSupportIsWhatIsPossible() {
    double never = Double.NEGATIVE_INFINITY;
    StateSpace some = new Plain(never, Math.log(0.5), Math.log(0.5), never).support();
    assertEquals(StateSpace.withCount(2, 1), some);
    double quarter = Math.log(0.25);
    assertEquals(StateSpace.all(2), new Plain(quarter, quarter, quarter, quarter).support());
    assertEquals(StateSpace.all(2), new BernoulliPrior(new double[] {0, 1}).support());
    assertThrows(IllegalArgumentException.class, () -> new Plain(never, never).support());
  }

  @Test
  void refusesRatesAndCountsOutOfRange() {
    for (double bad : new double[] {-1e-9, 1 + 1e-9, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> new BernoulliPrior(new double[] {0.5, bad}));
    }
    assertThrows(IllegalArgumentException.class, () -> new FixedCountPrior(3, 4));
    assertThrows(IllegalArgumentException.class, () -> new FixedCountPrior(3, -1));
  }

  /**
   * The number of states in an int is negative for H = 31 and one for H = 32: the table of states
   * must be refused, with a reason.
   */
  @ParameterizedTest
  @ValueSource(ints = {31, 32, 40})
  void refusesMoreStatesThanThereIsMemoryFor(int streams) {
    assertThrows(IllegalArgumentException.class, () -> BernoulliPrior.uniform(streams, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new FixedCountPrior(streams, 2));
  }
}
