package vaelab.msvae;

import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.nn.DiagonalGaussian;

/** Refinement of states of many streams: what does not fit is refused with the figure. */
class RefinerMemoryTest {
  private static final int H = 20;
  private static final int POINTS = 2048;

  /** One state a data point, but 2^31 states of its slots for all: more than an int counts. */
  @Test
  void moreStatesOfTheSlotsThanCanBeCountedAreRefused() {
    FixedCountPrior all = new FixedCountPrior(H, H);
    try (MsVae model = Tiny.floats(H, 1);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, POINTS, DataType.FLOAT32, 2);
      ParameterStore store = new ParameterStore(scope, false);
      List<DiagonalGaussian> q =
          model.streams().stream().map(s -> s.encoder().encode(store, x, false)).toList();
      Refiner refiner = new Refiner(model, all, Refinement.of(0, 1, 1));
      SampleLattice lattice = SampleLattice.single(H).restrictedTo(all.support());
      assertSays(
          IllegalArgumentException.class,
          () ->
              refiner.refine(scope, x, q, lattice, new float[POINTS], RandomGenerator.getDefault()),
          "H=20",
          "batches of 2048",
          "heap");
    }
  }
}
