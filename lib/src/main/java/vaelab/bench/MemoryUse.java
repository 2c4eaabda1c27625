package vaelab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.StateEnergies;
import vaelab.msvae.energy.SumCombination;
import vaelab.tensor.GradMode;
import vaelab.tensor.Hardware;

/**
 * Memory that one call for the energies takes beside its inputs.
 *
 * @param streams H
 * @param bytes heap memory allocated by one call, as the virtual machine counts it
 * @param bound what the design allows: B 2^H floats for the energies, and 2 2^(H/2) D floats for
 *     the partial sums of each core
 * @param eagerBytes the smallest that an eager call can do with at this H: one tensor (B, 2^H, D)
 * @param milliseconds time of that call
 */
public record MemoryUse(int streams, long bytes, long bound, long eagerBytes, double milliseconds) {
  private static final int B = BenchmarkSizes.B;
  private static final int D = BenchmarkSizes.D;
  // Streams of the JDK and lists of tensors: small objects that do not grow with the problem.
  private static final long OVERHEAD = 64 << 10;

  /**
   * Measures the implementation that the library chooses for this machine.
   *
   * @param streams H, even
   * @return the smallest of several calls
   */
  public static MemoryUse measure(int streams) {
    SampleLattice lattice = SampleLattice.single(streams);
    StateEnergies energies = StateEnergies.of(new SumCombination(), new LaplaceNoise());
    long least = Long.MAX_VALUE;
    double fastest = Double.POSITIVE_INFINITY;
    try (GradMode off = GradMode.off();
        NDManager manager = NDManager.newBaseManager(Hardware.device())) {
      NDArray x = manager.randomUniform(0, 1, new Shape(B, D));
      NDList mu = new NDList();
      for (int h = 0; h < streams; h++) {
        mu.add(manager.randomUniform(0, 1, new Shape(B, D)));
      }
      // The first calls compile, and vectors live on the heap until that is done.
      for (int call = 0; call < 10; call++) {
        long before = allocated();
        long start = System.nanoTime();
        energies.energies(x, mu, lattice);
        fastest = Math.min(fastest, (System.nanoTime() - start) * 1e-6);
        least = Math.min(least, allocated() - before);
      }
    }
    int cores = Runtime.getRuntime().availableProcessors();
    long bound = Float.BYTES * (((long) B << streams) + cores * 2L * (1 << streams / 2) * D);
    return new MemoryUse(streams, least, bound, Float.BYTES * ((long) B << streams) * D, fastest);
  }

  /** Bytes that all threads have allocated so far. */
  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /**
   * Whether the call kept within the bound.
   *
   * @return true if it did, small objects of fixed size aside
   */
  public boolean withinBound() {
    return bytes <= bound + OVERHEAD;
  }

  @Override
  public String toString() {
    return "H=%d: %.2f MiB allocated, bound %.2f MiB, one eager tensor %.0f MiB; %.1f ms"
        .formatted(streams, bytes / 0x1p20, bound / 0x1p20, eagerBytes / 0x1p20, milliseconds);
  }
}
