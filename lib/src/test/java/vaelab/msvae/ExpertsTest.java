package vaelab.msvae;

import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SumCombination;
import vaelab.nn.NetworkSizes;

/** A joint model is made of experts that it can take over whole, and of no others. */
class ExpertsTest {

  @Test
  void refusesExpertsOfWhichSomethingWouldBeLost() {
    NetworkSizes wider = new NetworkSizes(5, List.of(4, 4), 2);
    NetworkSizes image = new NetworkSizes(List.of(1, 5), List.of(4, 3), 2);
    try (MsVae good = MsVae.expert(Tiny.SIZES, "good", 1);
        MsVae two = Tiny.floats(2, 1);
        MsVae other = MsVae.expert(wider, "wider", 1);
        MsVae shaped = MsVae.expert(image, "image", 1);
        MsVae doubles = Tiny.doubles(1, 1);
        MsVae maximum =
            Tiny.of(1, DataType.FLOAT32, 1, new Extensions.Maximum(), new LaplaceNoise());
        MsVae gauss =
            Tiny.of(1, DataType.FLOAT32, 1, new SumCombination(), new Extensions.GaussianNoise())) {
      refused(List.of(), "at least one expert");
      refused(List.of(two), "[source 0, source 1]");
      refused(List.of(good, other), "[wider]");
      refused(List.of(good, shaped), "shape [1, 5]");
      refused(List.of(doubles), "float64");
      refused(List.of(good, maximum), "Maximum");
      refused(List.of(gauss), "GaussianNoise");
      refused(List.of(good, good), "name of its own");
    }
  }

  private static void refused(List<MsVae> experts, String fragment) {
    assertSays(IllegalArgumentException.class, () -> MsVae.fromExperts(experts, 1, true), fragment);
  }
}
