package vaelab.bench;

/** The sizes of the paper's second experiment, at which the targets are stated. */
final class BenchmarkSizes {
  /** Points a batch. */
  static final int B = 125;

  /** Streams. */
  static final int H = 10;

  /** Values of an observation. */
  static final int D = 784;

  /** Noise scale. */
  static final double NOISE = 0.1;

  /** Activity of each stream. */
  static final double ACTIVITY = 0.1;

  private BenchmarkSizes() {}
}
