package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.separation.Separation;

/** A separator hands out the active streams of the fixed-K state, in the order of the streams. */
class MsVaeSeparatorTest {
  private static final int POINTS = 7;

  @Test
  void givesTheActiveStreamsOfTheBestState() {
    try (MsVae model = Tiny.floats(3, 4)) {
      model.setScale(0.3);
      float[] x = Tiny.data(POINTS, 5);
      for (int k = 1; k <= 3; k++) {
        Inference.Prediction p =
            new Inference(model).withPrior(new FixedCountPrior(3, k)).separate(x);
        Separation s = MsVaeSeparator.mean(model, "MS-VAE").separate(x, Tiny.DIM, k);
        assertEquals(k, s.k());
        assertEquals(POINTS, s.count());
        for (int n = 0; n < POINTS; n++) {
          int slot = 0;
          for (int h = 0; h < 3; h++) {
            if ((p.states()[n] >> h & 1) == 1) {
              assertArrayEquals(image(p.streams(), n * 3 + h), image(s.sources(), n * k + slot++));
            }
          }
          assertEquals(k, slot);
        }
      }
    }
  }

  private static float[] image(float[] all, int index) {
    return Arrays.copyOfRange(all, index * Tiny.DIM, (index + 1) * Tiny.DIM);
  }

  @Test
  void samplesAreSeededAndRefinementChangesTheAnswer() {
    try (MsVae model = Tiny.floats(3, 4)) {
      model.setScale(0.1);
      float[] x = Tiny.data(POINTS, 5);
      MsVaeSeparator one = MsVaeSeparator.sampled(model, "a", 1);
      float[] first = one.separate(x, Tiny.DIM, 2).sources();
      assertArrayEquals(first, one.separate(x, Tiny.DIM, 2).sources());
      float[] other = MsVaeSeparator.sampled(model, "a", 2).separate(x, Tiny.DIM, 2).sources();
      assertFalse(Arrays.equals(first, other));
      MsVaeSeparator refined = one.refined(Refinement.ofSteps(3), "refined");
      assertEquals("refined", refined.name());
      assertFalse(Arrays.equals(first, refined.separate(x, Tiny.DIM, 2).sources()));
    }
  }

  @Test
  void refusesOtherSizesAndTooManySources() {
    try (MsVae model = Tiny.floats(3, 4)) {
      MsVaeSeparator separator = MsVaeSeparator.mean(model, "a");
      float[] x = Tiny.data(POINTS, 5);
      assertThrows(IllegalArgumentException.class, () -> separator.separate(x, Tiny.DIM, 4));
      assertThrows(IllegalArgumentException.class, () -> separator.separate(x, Tiny.DIM, 0));
      assertThrows(IllegalArgumentException.class, () -> separator.separate(x, 7, 2));
    }
  }
}
