package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ConvergenceRuleTest {

  private static final ConvergenceRule RULE = ConvergenceRule.of(0.1, 0.01, 5, 10);

  private static History history(
      int epochs, IntToDoubleFunction elbo, IntToDoubleFunction pi, IntToDoubleFunction b) {
    History history = new History();
    for (int e = 1; e <= epochs; e++) {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put("elbo", elbo.applyAsDouble(e));
      History.putVector(row, "pi", pi.applyAsDouble(e), 0.2);
      row.put("b", b.applyAsDouble(e));
      history.add(e, row);
    }
    return history;
  }

  @Test
  void aPlateauHasConverged() {
    History history =
        history(60, e -> 412 - 300 * Math.exp(-e / 4.0), e -> 0.3, e -> 0.1 + Math.exp(-e / 2.0));
    assertTrue(RULE.isConverged(history), RULE.describe(history));
    assertTrue(RULE.describe(history).startsWith("mean elbo changed by +"));
  }

  @Test
  void noiseAroundAPlateauIsAveragedOut() {
    Random noise = new Random(2);
    IntToDoubleFunction elbo = e -> 412 + 0.05 * noise.nextGaussian();
    History history = history(30, elbo, e -> 0.3, e -> 0.1);
    assertTrue(RULE.isConverged(history), RULE.describe(history));
  }

  @Test
  void aSteadilyRisingOrFallingElboHasNotConverged() {
    assertFalse(RULE.isConverged(history(60, e -> 0.03 * e, e -> 0.3, e -> 0.1)));
    assertFalse(RULE.isConverged(history(60, e -> -0.03 * e, e -> 0.3, e -> 0.1)));
  }

  @Test
  void anOscillatingParameterHasNotConverged() {
    History history = history(60, e -> 412, e -> 0.3 + 0.01 * Math.sin(e), e -> 0.1);
    assertFalse(RULE.isConverged(history));
    String text = RULE.describe(history);
    assertTrue(
        text.startsWith("not yet converged") && text.contains("pi moved by at most 5"), text);
  }

  @Test
  void aDriftingNoiseScaleHasNotConverged() {
    assertFalse(RULE.isConverged(history(60, e -> 412, e -> 0.3, e -> 1.0 / e)));
  }

  @Test
  void aStreamThatIsHardlyEverActiveDoesNotHoldUpTheEnd() {
    History history = history(60, e -> 412, e -> 1e-6 * (1 + e % 3), e -> 0.1);
    assertTrue(RULE.isConverged(history), RULE.describe(history));
  }

  @Test
  void shortHistoriesHaveNotConverged() {
    for (int epochs = 0; epochs < 10; epochs++) {
      History history = history(epochs, e -> 412, e -> 0.3, e -> 0.1);
      assertFalse(RULE.isConverged(history));
      assertEquals(
          "convergence is judged from epoch 10 on, this is " + epochs, RULE.describe(history));
    }
    assertTrue(RULE.isConverged(history(10, e -> 412, e -> 0.3, e -> 0.1)));
  }

  @Test
  void valuesThatAreNotFiniteHaveNotConverged() {
    assertFalse(RULE.isConverged(history(20, e -> Double.NaN, e -> 0.3, e -> 0.1)));
    assertFalse(RULE.isConverged(history(20, e -> Double.POSITIVE_INFINITY, e -> 0.3, e -> 0.1)));
    assertFalse(RULE.isConverged(history(20, e -> 412, e -> e == 18 ? Double.NaN : 0.3, e -> 0.1)));
  }

  @Test
  void neverIsNeverMet() {
    History history = history(100, e -> 412, e -> 0.3, e -> 0.1);
    assertFalse(ConvergenceRule.never().isConverged(history));
    assertEquals("trains to the epoch limit", ConvergenceRule.never().describe(history));
  }

  @Test
  void aMissingColumnIsAnErrorThatNamesTheKnownOnes() {
    History history = new History();
    for (int e = 1; e <= 20; e++) {
      history.add(e, Map.of("elbo", 1.0));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> RULE.isConverged(history)).getMessage();
    assertTrue(message.contains("'pi'") && message.contains("[elbo]"), message);
  }

  @Test
  void badTolerancesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ConvergenceRule.of(-1, 0.1, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> ConvergenceRule.of(Double.NaN, 0.1, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> ConvergenceRule.of(1, 0.1, 0, 1));
  }
}
