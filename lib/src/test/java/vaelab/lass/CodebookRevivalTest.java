package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;

/** Unused codes move onto latents, each onto another, and all others stay. */
@SuppressWarnings("try") // modes are closed, not used
class CodebookRevivalTest {
  private static final int CHANNELS = Tiny.IMAGE.channels();

  @Test
  void movesUnusedCodesOntoLatents() {
    try (VqVae model = VqVae.create(Tiny.IMAGE, DataType.FLOAT32, 1);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      NDArray x = scope.create(Tiny.images(6, 2), new Shape(6, Tiny.DIM));
      CodebookRevival revival = new CodebookRevival(model);
      revival.count(new int[] {3, 0, 0, 1, 0});
      revival.count(new int[] {0, 0, 2, 0, 0});
      float[] before = book(model);
      NDArray z = model.encode(new ParameterStore(scope, false), x, false);
      float[] latents =
          z.reshape(-1, CHANNELS, Tiny.IMAGE.length()).transpose(0, 2, 1).toFloatArray();
      assertEquals(2, revival.revive(x, new SplittableRandom(3)));
      float[] after = book(model);
      for (int v : new int[] {0, 2, 3}) {
        assertArrayEquals(vector(before, v), vector(after, v), "code " + v);
      }
      int first = place(latents, vector(after, 1));
      int second = place(latents, vector(after, 4));
      assertTrue(first >= 0 && second >= 0 && first != second, first + " and " + second);
      // Both are in use now.
      long[] codes = model.nearest(z).toLongArray();
      assertEquals(1, codes[first]);
      assertEquals(4, codes[second]);
      // Counted anew: nothing was used since, so all would move.
      assertEquals(5, revival.revive(x, new SplittableRandom(4)));
    }
  }

  private static float[] book(VqVae model) {
    return model.parameters().get("codebook").getArray().toFloatArray();
  }

  private static float[] vector(float[] rows, int index) {
    return Arrays.copyOfRange(rows, index * CHANNELS, (index + 1) * CHANNELS);
  }

  private static int place(float[] latents, float[] vector) {
    for (int i = 0; i < latents.length / CHANNELS; i++) {
      if (Arrays.equals(vector(latents, i), vector)) {
        return i;
      }
    }
    return -1;
  }
}
