package vaelab.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import vaelab.msvae.MsVae;
import vaelab.msvae.Stream;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/**
 * The multi-stream VAE as one writes it down with tensors: what the library is measured against,
 * and held to.
 *
 * <p>The mixtures of all states are one tensor of shape (B, 2^H, D), autograd differentiates
 * through it, streams run one after the other with PyTorch's own threads, and Deep Java Library's
 * Adam updates parameter by parameter.
 */
public final class EagerReference {
  private EagerReference() {}

  /** Gives PyTorch all cores, which it has unless a worker of this library changed that. */
  static void useAllCores() {
    Engine.getInstance();
    JniUtils.setNumThreads(Runtime.getRuntime().availableProcessors());
  }

  /**
   * All states of H streams.
   *
   * @param manager owner of the result
   * @param streams H
   * @return (2^H, H), one where a stream is active
   */
  static NDArray states(NDManager manager, int streams) {
    float[] bits = new float[(1 << streams) * streams];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = i / streams >> i % streams & 1;
    }
    return manager.create(bits, new Shape(1L << streams, streams));
  }

  /**
   * Energies of all states, |x - sum_h s_h mu_h|.
   *
   * @param x observations, (B, D)
   * @param mu images, (B, H, D)
   * @param states (2^H, H)
   * @return (B, 2^H)
   */
  static NDArray energies(NDArray x, NDArray mu, NDArray states) {
    NDArray mixtures = states.matMul(mu);
    return x.expandDims(1).sub(mixtures).abs().sum(new int[] {2});
  }

  /**
   * Gradient of the weighted sum of all energies.
   *
   * @param scope owner of the result and of all that is in between
   * @param x observations, (B, D)
   * @param mu images, (B, H, D)
   * @param states (2^H, H)
   * @param weights (B, 2^H)
   * @return (B, H, D)
   */
  static NDArray gradient(NDManager scope, NDArray x, NDArray mu, NDArray states, NDArray weights) {
    try (GradMode recording = GradMode.recording()) {
      scope.tempAttachAll(x, states, weights);
      NDArray leaf = mu.stopGradient();
      leaf.attach(scope);
      leaf.setRequiresGradient(true);
      Backward.from(energies(x, leaf, states).mul(weights).sum());
      return leaf.getGradient();
    }
  }

  /**
   * The objective and its gradient, which is left on the leaves.
   *
   * @param model model in float32
   * @param leaves parameters to differentiate by
   * @param x observations, (B, D), in the step's scope
   * @param epsilon standard normal noise, (H, 1, B, Z)
   * @return the ELBO, in nats a data point
   */
  static double differentiate(MsVae model, GradientLeaves leaves, NDArray x, NDArray epsilon) {
    try (GradMode recording = GradMode.recording()) {
      NDManager scope = x.getManager();
      NDList images = new NDList();
      NDArray kl = scope.create(0f);
      for (int h = 0; h < model.streams().size(); h++) {
        Stream stream = model.streams().get(h);
        DiagonalGaussian q = stream.encoder().encode(leaves, x, true);
        images.add(stream.decoder().decode(leaves, q.sample(epsilon.get(h)), true));
        kl = kl.add(q.klToStandardNormal().mean());
      }
      NDArray energy =
          energies(x, NDArrays.stack(images, 1), states(scope, model.streams().size()));
      NDArray logJoint =
          Constants.times(energy, -model.noise().inverseTemperature(model.scale()))
              .add(logPrior(scope, model));
      NDArray max = logJoint.stopGradient().max(new int[] {1}, true);
      NDArray evidence = logJoint.sub(max).exp().sum(new int[] {1}, true).log().add(max).mean();
      Backward.from(kl.sub(evidence));
      double normalizer = model.noise().logNormalizer(model.scale(), model.sizes().dim());
      return evidence.getFloat() - kl.getFloat() + normalizer;
    }
  }

  private static NDArray logPrior(NDManager scope, MsVae model) {
    double[] values = model.prior().logProbabilities();
    float[] logPrior = new float[values.length];
    for (int s = 0; s < values.length; s++) {
      logPrior[s] = (float) values[s];
    }
    return scope.create(logPrior);
  }

  /**
   * Deep Java Library's Adam.
   *
   * @param learningRate step size
   * @return an optimiser at step 0
   */
  static Optimizer adam(double learningRate) {
    return Adam.builder().optLearningRateTracker(Tracker.fixed((float) learningRate)).build();
  }

  /** One update, parameter by parameter. */
  static void update(Optimizer adam, Map<String, Parameter> trainable, GradientLeaves leaves) {
    try (GradMode off = GradMode.off()) {
      trainable.forEach(
          (name, parameter) -> {
            try (NDArray gradient = leaves.gradient(parameter)) {
              adam.update(name, parameter.getArray(), gradient);
            }
          });
    }
  }
}
