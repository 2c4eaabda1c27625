package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.function.BiFunction;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SampleLattice.Pairing;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.DiagonalGaussian;

/**
 * The objective written eagerly: every combination of samples, every state, logsumexp, all recorded
 * by autograd, in float64. Knows nothing of energies, weights or surrogates.
 */
final class DenseElbo {
  private final MsVae model;
  private final SampleLattice lattice;
  private final double klWeight;
  private BiFunction<NDArray, NDArray, NDArray> join = NDArray::add;
  private BiFunction<NDArray, Double, NDArray> logLikelihood = DenseElbo::laplace;

  DenseElbo(MsVae model, SampleLattice lattice, double klWeight) {
    this.model = model;
    this.lattice = lattice;
    this.klWeight = klWeight;
  }

  /** Another way to join two active streams, and another log p(residual; scale), (B, D) to (B). */
  DenseElbo with(
      BiFunction<NDArray, NDArray, NDArray> join,
      BiFunction<NDArray, Double, NDArray> logLikelihood) {
    this.join = join;
    this.logLikelihood = logLikelihood;
    return this;
  }

  /** Mean objective over the batch, a recorded scalar where recording is on. */
  NDArray value(ParameterStore store, NDArray x, NDArray epsilon) {
    NDManager scope = x.getManager();
    int streams = lattice.streams();
    int samples = lattice.samples();
    long batch = x.getShape().get(0);
    NDArray[] images = new NDArray[streams];
    NDArray kl = scope.zeros(new Shape(batch), DataType.FLOAT64);
    for (int h = 0; h < streams; h++) {
      Stream stream = model.streams().get(h);
      DiagonalGaussian q = stream.encoder().encode(store, x, true);
      NDArray half = scope.create(0.5);
      NDArray deviation = q.logTau().mul(half).exp();
      NDArray z = epsilon.get(h).mul(deviation).add(q.nu());
      images[h] =
          stream
              .decoder()
              .decode(store, z.reshape(samples * batch, z.getShape().get(2)), true)
              .reshape(samples, batch, x.getShape().get(1));
      NDArray terms = q.nu().mul(q.nu()).add(deviation.mul(deviation)).sub(q.logTau());
      kl = kl.add(terms.mul(half).sum(new int[] {1})).sub(0.5 * model.sizes().latent());
    }
    boolean crosswise = lattice.pairing() == Pairing.CROSSWISE;
    int combinations = crosswise ? (int) Math.round(Math.pow(samples, streams)) : samples;
    NDArray evidence = scope.zeros(new Shape(batch), DataType.FLOAT64);
    for (int c = 0; c < combinations; c++) {
      NDArray[] shown = new NDArray[streams];
      int rest = c;
      for (int h = 0; h < streams; h++) {
        shown[h] = images[h].get(crosswise ? rest % samples : c);
        rest /= samples;
      }
      evidence = evidence.add(logEvidence(x, shown, model.prior()));
    }
    NDArray mean = evidence.mul(scope.create(1.0 / combinations)).mean();
    return mean.sub(kl.mul(scope.create(klWeight)).mean());
  }

  /** log sum_s p(x, s | z), (B). */
  private NDArray logEvidence(NDArray x, NDArray[] shown, StatePrior prior) {
    double[] logPrior = prior.logProbabilities();
    NDList joints = new NDList();
    for (int s = 0; s < logPrior.length; s++) {
      NDArray mean = null;
      for (int h = 0; h < shown.length; h++) {
        if ((s >> h & 1) == 1) {
          mean = mean == null ? shown[h] : join.apply(mean, shown[h]);
        }
      }
      NDArray residual = mean == null ? x : x.sub(mean);
      joints.add(logLikelihood.apply(residual, model.scale()).add(logPrior[s]).expandDims(0));
    }
    NDArray all =
        joints.size() == 1
            ? joints.get(0)
            : joints
                .get(0)
                .getNDArrayInternal()
                .concat(new NDList(joints.subList(1, joints.size())), 0);
    NDArray top = all.max(new int[] {0}).stopGradient();
    top.attach(x.getManager());
    return all.sub(top).exp().sum(new int[] {0}).log().add(top);
  }

  static NDArray laplace(NDArray residual, double b) {
    NDArray sum = residual.abs().sum(new int[] {1});
    return sum.mul(sum.getManager().create(-1 / b))
        .sub(residual.getShape().get(1) * Math.log(2 * b));
  }
}
