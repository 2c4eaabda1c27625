package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vaelab.msvae.Inference.Prediction;
import vaelab.msvae.energy.CombinationRule;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SumCombination;

/** Streams of a data point come together by the rule of the model that was asked. */
class ReconstructionTest {

  private static float[] of(CombinationRule rule, int... states) {
    try (MsVae model = Tiny.of(2, DataType.FLOAT32, 1, rule, new LaplaceNoise())) {
      int dim = model.sizes().dim();
      float[] streams = new float[states.length * 2 * dim];
      for (int row = 0; row < states.length * 2; row++) {
        Arrays.fill(streams, row * dim, (row + 1) * dim, row + 1);
      }
      Prediction prediction =
          new Prediction(states, new float[states.length * 2], new double[states.length], streams);
      Reconstruction reconstruction = new Reconstruction(model, prediction);
      int handles = model.manager().getManagedArrays().size();
      float[] last = reconstruction.of(states.length - 1);
      assertEquals(handles, model.manager().getManagedArrays().size(), "handles left behind");
      assertEquals(dim, last.length);
      return last;
    }
  }

  private static float[] all(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void activeStreamsAreCombinedByTheRule() {
    int dim = of(new SumCombination(), 0b11).length;
    assertArrayEquals(all(3 + 4, dim), of(new SumCombination(), 0b00, 0b11));
    assertArrayEquals(all(4, dim), of(new Extensions.Maximum(), 0b00, 0b11));
    assertArrayEquals(all(3, dim), of(new SumCombination(), 0b11, 0b01));
    assertArrayEquals(all(0, dim), of(new SumCombination(), 0b11, 0b00));
  }

  @Test
  void statesAloneAreRefused() {
    try (MsVae model = Tiny.floats(2, 8)) {
      Prediction alone = new Inference(model).predict(Tiny.data(1, 1));
      assertThrows(IllegalStateException.class, () -> new Reconstruction(model, alone).of(0));
    }
  }
}
