package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.msvae.estep.StatePrior;
import vaelab.tensor.GradientLeaves;
import vaelab.train.History;

/** Data that change from epoch to epoch, with states that are known or not. */
class TrainingDataTest {
  private static final int POINTS = 24;

  @TempDir Path folder;

  /** Other observations in every epoch; odd rows show stream 1, if states are told. */
  private record Changing(boolean known, List<Integer> asked) implements TrainingData {
    @Override
    public int points() {
      return POINTS;
    }

    @Override
    public Epoch epoch(int epoch) {
      asked.add(epoch);
      int[] states = new int[POINTS];
      Arrays.setAll(states, n -> n % 2 == 0 ? 1 : 3);
      return new Epoch(Tiny.data(POINTS, 100 + epoch), known ? states : null);
    }
  }

  @Test
  void everyEpochSeesItsOwnDataAndAResumedRunTheSame() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (MsVae whole = Tiny.floats(2, 9);
        MsVae first = Tiny.floats(2, 9);
        MsVae second = Tiny.floats(2, 10);
        MsVae fixed = Tiny.floats(2, 9)) {
      History expected =
          new Trainer(whole, Tiny.config(4, 1, 4)).fit(new Changing(true, new ArrayList<>()));
      new Trainer(first, Tiny.config(2, 1, 4))
          .checkpoint(file)
          .fit(new Changing(true, new ArrayList<>()));
      List<Integer> asked = new ArrayList<>();
      History actual =
          new Trainer(second, Tiny.config(4, 1, 4)).checkpoint(file).fit(new Changing(true, asked));
      assertEquals(List.of(3, 4), asked);
      Histories.assertSame(expected, actual);
      History other = new Trainer(fixed, Tiny.config(4, 1, 4)).fit(Tiny.data(POINTS, 101));
      assertNotEquals(expected.last("elbo"), other.last("elbo"));
    }
  }

  @Test
  void knownStatesSetTheRatesAndLeaveNoEntropy() throws IOException {
    try (MsVae told = Tiny.floats(2, 9);
        MsVae untold = Tiny.floats(2, 9)) {
      History known =
          new Trainer(told, Tiny.config(2, 1, 4)).fit(new Changing(true, new ArrayList<>()));
      History unknown =
          new Trainer(untold, Tiny.config(2, 1, 4)).fit(new Changing(false, new ArrayList<>()));
      assertArrayEquals(new double[] {1, 0.5}, told.pi(), 2e-5);
      assertEquals(0, known.last("stateEntropy"));
      assertFalse(unknown.last("stateEntropy") < 1e-3);
    }
  }

  /** A prior that allows one state, with the probability that another gives it. */
  private record Only(StatePrior other, int state) implements StatePrior {
    @Override
    public int streams() {
      return other.streams();
    }

    @Override
    public double[] logProbabilities() {
      double[] all = other.logProbabilities();
      for (int s = 0; s < all.length; s++) {
        all[s] = s == state ? all[s] : Double.NEGATIVE_INFINITY;
      }
      return all;
    }
  }

  /** The prior's restricted objective is held to the dense one elsewhere. */
  @Test
  void theObjectiveOfAKnownStateIsThatOfAPriorWithoutOthers() {
    int state = 5;
    SampleLattice lattice = SampleLattice.single(3);
    try (MsVae model = Tiny.doubles(3, 61);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, 6, DataType.FLOAT64, 62);
      NDArray epsilon = Tiny.noise(scope, lattice, 6, DataType.FLOAT64, 63);
      Elbo elbo = new Elbo(model, lattice, 1, true);
      int[] known = new int[6];
      Arrays.fill(known, state);
      Map<String, Parameter> trainable = model.trainable(true);
      GradientLeaves told = new GradientLeaves(scope, trainable.values());
      ElboTerms terms = elbo.differentiate(told, x, epsilon, known, h -> {});
      Map<String, double[]> actual = new LinkedHashMap<>();
      trainable.forEach((name, p) -> actual.put(name, told.gradient(p).toDoubleArray()));
      model.setPrior(new Only(model.prior(), state));
      GradientLeaves only = new GradientLeaves(scope, trainable.values());
      assertEquals(elbo.differentiate(only, x, epsilon).elbo(), terms.elbo(), 1e-12);
      trainable.forEach(
          (name, p) ->
              assertArrayEquals(only.gradient(p).toDoubleArray(), actual.get(name), 1e-12, name));
      // Stream 1 is silent: nothing but its KL term reaches its encoder.
      assertEquals(
          0, Arrays.stream(decoder(actual, "stream1.")).map(Math::abs).max().orElseThrow());
      assertFalse(
          Arrays.stream(decoder(actual, "stream2.")).map(Math::abs).max().orElseThrow() < 1e-6);
    }
  }

  private static double[] decoder(Map<String, double[]> gradients, String prefix) {
    return gradients.entrySet().stream()
        .filter(e -> e.getKey().startsWith(prefix + "decoder"))
        .flatMapToDouble(e -> Arrays.stream(e.getValue()))
        .toArray();
  }

  /** Data of one epoch that are other than {@code points()} says. */
  private record Odd(float[] x, int[] states) implements TrainingData {
    @Override
    public int points() {
      return POINTS;
    }

    @Override
    public Epoch epoch(int epoch) {
      return new Epoch(x, states);
    }
  }

  private static int[] states(int row, int state) {
    int[] states = new int[POINTS];
    Arrays.fill(states, 1);
    states[row] = state;
    return states;
  }

  private static void assertRefused(TrainingData data, StatePrior prior, String... fragments) {
    try (MsVae model = Tiny.floats(2, 9)) {
      model.setPrior(prior);
      Trainer trainer =
          new Trainer(
              model, Tiny.config(1, 1, 4).with(c -> c.mStep = TrainingConfig.MStepSchedule.NONE));
      assertSays(IllegalArgumentException.class, () -> trainer.fit(data), fragments);
    }
  }

  @Test
  void refusesEpochsOfOtherSizesThanTold() {
    StatePrior any = BernoulliPrior.uniform(2, 0.5);
    for (int rows : new int[] {POINTS - 1, POINTS + 1}) {
      assertRefused(
          new Odd(Tiny.data(rows, 1), null), any, "N=24 rows", "epoch 1", "found " + 5 * rows);
      assertRefused(new Odd(Tiny.data(POINTS, 1), new int[rows]), any, rows + " states");
    }
  }

  @Test
  void refusesStatesThatCannotBe() throws IOException {
    float[] x = Tiny.data(POINTS, 1);
    StatePrior any = BernoulliPrior.uniform(2, 0.5);
    assertRefused(new Odd(x, states(7, 4)), any, "H=2", "found 4 in row 7", "epoch 1");
    StatePrior one = new FixedCountPrior(2, 1);
    assertRefused(new Odd(x, states(5, 3)), one, "found 3 in row 5");
    try (MsVae model = Tiny.floats(2, 9)) {
      new Trainer(model, Tiny.config(1, 1, 4)).fit(new Odd(x, states(3, -7)));
    }
  }

  @Test
  void refusesWhatIsNoWholeRows() {
    assertThrows(
        IllegalArgumentException.class,
        () -> TrainingData.fixed(new float[Tiny.DIM + 1], Tiny.DIM));
  }
}
