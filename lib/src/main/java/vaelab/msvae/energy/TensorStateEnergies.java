package vaelab.msvae.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import vaelab.tensor.Backward;
import vaelab.tensor.GradMode;

/**
 * Energies as tensor operations on any device, for any combination rule and noise.
 *
 * <p>Lattice points are worked through in chunks, so that the largest tensor has at most {@value
 * #CHUNK_ELEMENTS} elements instead of B 2^H D. The gradient comes from autograd over one chunk at
 * a time, which adds up on the leaves.
 */
public final class TensorStateEnergies implements StateEnergies {
  private static final long CHUNK_ELEMENTS = 1L << 22;

  private final CombinationRule rule;
  private final ObservationNoise noise;

  /**
   * Energies of one model.
   *
   * @param rule how streams combine
   * @param noise observation noise
   */
  public TensorStateEnergies(CombinationRule rule, ObservationNoise noise) {
    this.rule = rule;
    this.noise = noise;
  }

  @Override
  public String description() {
    return "chunked tensor operations (%s, %s)"
        .formatted(rule.getClass().getSimpleName(), noise.getClass().getSimpleName());
  }

  @Override
  public float[] energies(NDArray x, NDList mu, SampleLattice lattice) {
    StateEnergies.check(x, mu, lattice);
    int batch = (int) x.getShape().get(0);
    int size = lattice.size();
    float[] result = new float[Math.multiplyExact(lattice.lattices(batch), size)];
    try (GradMode off = GradMode.off()) {
      for (int group = 0; group < lattice.lattices(batch); group += batch) {
        int chunk = chunk(x);
        for (int from = 0; from < size; from += chunk) {
          int until = Math.min(size, from + chunk);
          try (NDManager scope = x.getManager().newSubManager()) {
            NDArray energy = energy(scope, x, mu, lattice, group, from, until);
            scatter(energy, result, group, from, until, size);
          }
        }
      }
    }
    return result;
  }

  @Override
  public NDList gradient(
      NDArray x, NDList mu, SampleLattice lattice, float[] weights, float threshold) {
    StateEnergies.requireComplete(lattice);
    StateEnergies.check(x, mu, lattice);
    int batch = (int) x.getShape().get(0);
    int size = lattice.size();
    NDManager owner = mu.get(0).getManager();
    NDList gradients = new NDList();
    try (NDManager scope = owner.newSubManager();
        GradMode recording = GradMode.recording()) {
      NDList leaves = new NDList();
      for (NDArray m : mu) {
        NDArray leaf = m.stopGradient();
        leaf.attach(scope);
        leaf.setRequiresGradient(true);
        leaves.add(leaf);
      }
      int chunk = chunk(x);
      for (int group = 0; group < lattice.lattices(batch); group += batch) {
        for (int from = 0; from < size; from += chunk) {
          int until = Math.min(size, from + chunk);
          float[] kept = gather(weights, threshold, batch, group, from, until, size);
          if (kept != null) {
            try (NDManager inner = scope.newSubManager()) {
              NDArray energy = energy(inner, x, leaves, lattice, group, from, until);
              NDArray weight =
                  inner
                      .create(kept, new Shape(until - from, batch))
                      .toType(energy.getDataType(), false);
              Backward.from(energy.mul(weight).sum());
            }
          }
        }
      }
      for (NDArray leaf : leaves) {
        NDArray gradient = leaf.getGradient().duplicate();
        gradient.attach(owner);
        gradients.add(gradient);
      }
    }
    return gradients;
  }

  private static int chunk(NDArray x) {
    return (int) Math.max(1, CHUNK_ELEMENTS / Math.max(1, x.size()));
  }

  /** Energies of lattice points from..until of the lattices group..group+B: (until - from, B). */
  private NDArray energy(
      NDManager scope,
      NDArray x,
      NDList mu,
      SampleLattice lattice,
      int group,
      int from,
      int until) {
    int batch = (int) x.getShape().get(0);
    long dim = x.getShape().get(1);
    int count = until - from;
    NDList streams = new NDList();
    NDList active = new NDList();
    for (int h = 0; h < lattice.streams(); h++) {
      long[] sample = new long[count];
      float[] on = new float[count];
      for (int t = from; t < until; t++) {
        int option = lattice.option(t, h);
        on[t - from] = option == 0 ? 0 : 1;
        // An inactive stream still needs an image to mask; its first sample serves.
        sample[t - from] = (lattice.row(group, Math.max(1, option), batch)) / batch;
      }
      NDArray images = mu.get(h).reshape(lattice.samples(), batch, dim);
      images.attach(scope);
      // With one sample a lattice the image is the same for all points: broadcast instead of
      // copying.
      streams.add(
          lattice.options() == 2
              ? images.get(new NDIndex("{}:{}", sample[0], sample[0] + 1))
              : images.get(scope.create(sample)));
      active.add(scope.create(on, new Shape(count, 1, 1)).toType(x.getDataType(), false));
    }
    streams.attach(scope);
    active.attach(scope);
    NDArray mean = rule.combine(streams, active);
    mean.attach(scope);
    NDArray energy = noise.energy(x, mean);
    energy.attach(scope);
    return energy;
  }

  private static void scatter(
      NDArray energy, float[] result, int group, int from, int until, int size) {
    float[] values = energy.toType(DataType.FLOAT32, false).toFloatArray();
    int batch = values.length / (until - from);
    for (int t = from, i = 0; t < until; t++) {
      for (int b = 0; b < batch; b++) {
        result[(group + b) * size + t] = values[i++];
      }
    }
  }

  /** Weights of one chunk, point-major, or null where none is above the threshold. */
  private static float[] gather(
      float[] weights, float threshold, int batch, int group, int from, int until, int size) {
    float[] kept = new float[(until - from) * batch];
    boolean any = false;
    for (int t = from, i = 0; t < until; t++) {
      for (int b = 0; b < batch; b++, i++) {
        float weight = weights[(group + b) * size + t];
        if (weight > threshold) {
          kept[i] = weight;
          any = true;
        }
      }
    }
    return any ? kept : null;
  }
}
