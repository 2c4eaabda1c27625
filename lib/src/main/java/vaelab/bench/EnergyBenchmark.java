package vaelab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.StateEnergies;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.energy.TensorStateEnergies;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.EStep;
import vaelab.tensor.GradMode;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;

/**
 * Energies of all 1,024 states and their gradient, three ways: eager tensors, chunked tensors, and
 * the implementation that the library chooses for this machine.
 *
 * <p>Two posteriors weight the gradient: the exact one at the true noise, which rests on a few
 * states as in training, and the flat one, the worst case. The eager form takes the same time for
 * both.
 *
 * <p>The set-up compares all results: energies to within {@value #ENERGY_TOLERANCE} (of sums in the
 * hundreds), gradients to within {@value #GRADIENT_TOLERANCE} on average over all values. (A mean,
 * because rounding may turn the sign of a residual that is zero but for rounding.)
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules",
      "jdk.incubator.vector",
      "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"
    })
@BenchmarkMode(Mode.SampleTime)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class EnergyBenchmark {
  private static final int B = BenchmarkSizes.B;
  private static final int H = BenchmarkSizes.H;
  private static final int D = BenchmarkSizes.D;
  private static final double ENERGY_TOLERANCE = 2e-3;
  private static final double GRADIENT_TOLERANCE = 1e-5;

  private final SampleLattice lattice = SampleLattice.single(H);
  private final StateEnergies tensor =
      new TensorStateEnergies(new SumCombination(), new LaplaceNoise());
  private StateEnergies ours;
  private NDManager manager;
  private NDArray x;
  private NDList mu;
  private NDArray stacked;
  private NDArray states;
  private float[] peaky;
  private float[] flat;
  private NDArray peakyTensor;
  private GradMode off;

  /** Draws a batch of mixtures and checks that all implementations agree on it. */
  @Setup
  public void prepare() {
    off = GradMode.off();
    EagerReference.useAllCores();
    manager = NDManager.newBaseManager(Hardware.device());
    ours = StateEnergies.of(new SumCombination(), new LaplaceNoise());
    states = EagerReference.states(manager, H);
    draw(new NoiseSource(1).generator(0, 0));
    verify();
  }

  /** Images with a fifth of bright values, as digits have, and their noisy sums. */
  private void draw(RandomGenerator random) {
    float[] sums = new float[B * D];
    mu = new NDList();
    for (int h = 0; h < H; h++) {
      float[] image = new float[B * D];
      boolean active = false;
      for (int i = 0; i < image.length; i++) {
        active = i % D == 0 ? random.nextDouble() < 2 * BenchmarkSizes.ACTIVITY : active;
        image[i] = random.nextDouble() < 0.2 ? random.nextFloat() : 0.01f * random.nextFloat();
        sums[i] += active ? image[i] : 0;
      }
      mu.add(manager.create(image, new Shape(B, D)));
    }
    for (int i = 0; i < sums.length; i++) {
      double u = random.nextDouble() - 0.5;
      sums[i] -= (float) (BenchmarkSizes.NOISE * Math.signum(u) * Math.log1p(-2 * Math.abs(u)));
    }
    x = manager.create(sums, new Shape(B, D));
    stacked = NDArrays.stack(mu, 1);
  }

  private void verify() {
    float[] expected = eagerValues();
    Agreement.largest("energies", ours.energies(x, mu, lattice), expected, ENERGY_TOLERANCE);
    Agreement.largest("chunked energies", tensorEnergies(), expected, ENERGY_TOLERANCE);
    EStep eStep =
        new EStep(
            lattice,
            BernoulliPrior.uniform(H, BenchmarkSizes.ACTIVITY),
            new LaplaceNoise(),
            BenchmarkSizes.NOISE,
            D);
    peaky = eStep.posterior(expected, B).weights();
    flat = new float[peaky.length];
    Arrays.fill(flat, 1f / lattice.size());
    Shape shape = new Shape(B, lattice.size());
    peakyTensor = manager.create(peaky, shape);
    verifyGradient("gradient", peaky, peakyTensor);
    verifyGradient("gradient, flat posterior", flat, manager.create(flat, shape));
  }

  private void verifyGradient(String what, float[] weights, NDArray asTensor) {
    try (NDManager scope = manager.newSubManager()) {
      float[] expected =
          EagerReference.gradient(scope, x, stacked, states, asTensor).toFloatArray();
      NDList gradient = ours.gradient(x, mu, lattice, weights, 0);
      gradient.attach(scope);
      float[] found = NDArrays.stack(gradient, 1).toFloatArray();
      Agreement.mean(what, found, expected, GRADIENT_TOLERANCE);
    }
  }

  private float[] eagerValues() {
    try (NDManager scope = manager.newSubManager()) {
      scope.tempAttachAll(x, stacked, states);
      return EagerReference.energies(x, stacked, states).toFloatArray();
    }
  }

  /** Frees all tensors. */
  @TearDown
  public void close() {
    manager.close();
    off.close();
  }

  /**
   * Eager energies.
   *
   * @return all energies
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 2)
  @Measurement(iterations = 7)
  public float[] eagerEnergies() {
    return eagerValues();
  }

  /**
   * Chunked energies, as on a GPU.
   *
   * @return all energies
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 2)
  @Measurement(iterations = 7)
  public float[] tensorEnergies() {
    return tensor.energies(x, mu, lattice);
  }

  /**
   * The library's energies.
   *
   * @return all energies
   */
  @Benchmark
  public float[] ourEnergies() {
    return ours.energies(x, mu, lattice);
  }

  /**
   * Eager forward and backward pass.
   *
   * @return a value of the gradient
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 2)
  @Measurement(iterations = 7)
  public float eagerGradient() {
    try (NDManager scope = manager.newSubManager()) {
      return EagerReference.gradient(scope, x, stacked, states, peakyTensor).getFloat(0, 0, 0);
    }
  }

  /**
   * The library's energies and gradient, posterior as in training.
   *
   * @return the gradient's size
   */
  @Benchmark
  public long ourGradient() {
    return energiesAndGradient(peaky, 1e-6f);
  }

  /**
   * The library's energies and gradient where no state can be left out.
   *
   * @return the gradient's size
   */
  @Benchmark
  public long ourGradientFlat() {
    return energiesAndGradient(flat, 0);
  }

  private long energiesAndGradient(float[] weights, float threshold) {
    float[] energies = ours.energies(x, mu, lattice);
    try (NDList gradient = ours.gradient(x, mu, lattice, weights, threshold)) {
      return energies.length + gradient.size();
    }
  }
}
