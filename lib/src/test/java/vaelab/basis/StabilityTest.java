package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The factors by which residuals shrink or grow under the released step sizes. */
class StabilityTest {
  private static Stability released(LikelihoodGradient gradient) {
    return new Stability(NoiseLevels.RELEASED, LangevinSchedule.SEPARATION, gradient);
  }

  @ParameterizedTest
  @CsvSource({
    "RELEASED_MNIST,2,-0.2,true",
    "RELEASED_MNIST,3,-0.8,true",
    "RELEASED_MNIST,4,-1.4,false",
    "RELEASED_MNIST,5,-2.0,false",
    "PAPER,2,0.4,true",
    "PAPER,3,0.1,true",
    "PAPER,4,-0.2,true",
    "PAPER,5,-0.5,true",
    "PAPER,6,-0.8,true",
    "PAPER,7,-1.1,false"
  })
  void areThoseOfTheReleasedSchedule(
      LikelihoodGradient gradient, int k, double factor, boolean stable) {
    assertEquals(factor, released(gradient).factor(k), 1e-12);
    assertEquals(stable, released(gradient).isStable(k));
  }

  /** 1.4^100 is 4e14: a level of four sources. */
  @Test
  void growthIsThatOfAllSteps() {
    assertEquals(4.1e14, released(LikelihoodGradient.RELEASED_MNIST).growth(4, 100), 0.1e14);
    assertEquals(0.04, released(LikelihoodGradient.RELEASED_MNIST).growth(2, 2), 1e-12);
  }

  @Test
  void smallerStepsCureIt() {
    LangevinSchedule half = new LangevinSchedule(1.5e-5, 200);
    Stability stability =
        new Stability(NoiseLevels.RELEASED, half, LikelihoodGradient.RELEASED_MNIST);
    assertEquals(-0.2, stability.factor(4), 1e-12);
  }
}
