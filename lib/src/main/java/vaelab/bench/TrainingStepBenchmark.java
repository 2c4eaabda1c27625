package vaelab.bench;

import java.util.concurrent.TimeUnit;
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

/** A whole training step of ten streams, the library's way and the eager way. */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules",
      "jdk.incubator.vector",
      "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"
    })
public class TrainingStepBenchmark {
  private TrainingProblem problem;

  /** Makes the model and checks that both ways give the same ELBO and gradient. */
  @Setup
  public void prepare() {
    problem = new TrainingProblem();
    problem.verify();
  }

  /** Frees all tensors. */
  @TearDown
  public void close() {
    problem.close();
  }

  /**
   * Eager step.
   *
   * @return ELBO
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 2)
  @Measurement(iterations = 7)
  public double eagerStep() {
    return problem.eagerStep();
  }

  /**
   * The library's step.
   *
   * @return ELBO
   */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  @Warmup(iterations = 4, time = 2)
  @Measurement(iterations = 5, time = 2)
  public double ourStep() {
    return problem.step();
  }
}
