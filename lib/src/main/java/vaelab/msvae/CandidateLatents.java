package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import vaelab.nn.DiagonalGaussian;
import vaelab.nn.FrozenDecoder;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/**
 * q(z_h) = N(nu_h, diag tau_h) of every stream h, for the candidates in which it is active: (rows
 * of the stream, Z) each, as parameters that gradient steps can move. A stream that no candidate
 * has active has none.
 */
final class CandidateLatents {
  private final MsVae model;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final FrozenDecoder[] frozen;

  /**
   * The candidates' own posteriors, where the steps begin.
   *
   * @param scope owner of the parameters
   * @param model networks
   * @param candidates the leading states
   */
  CandidateLatents(NDManager scope, MsVae model, Candidates candidates) {
    this.model = model;
    frozen = new FrozenDecoder[model.streams().size()];
    for (int h = 0; h < model.streams().size(); h++) {
      int stream = h;
      int[] rows = candidates.rows(h);
      if (rows.length > 0) {
        parameters.put(nu(h), parameter(scope, rows, r -> candidates.row(r).nu()[stream]));
        parameters.put(logTau(h), parameter(scope, rows, r -> candidates.row(r).logTau()[stream]));
      }
    }
  }

  private Parameter parameter(NDManager scope, int[] rows, IntFunction<double[]> values) {
    double[] all = Arrays.stream(rows).mapToObj(values).flatMapToDouble(Arrays::stream).toArray();
    NDArray array =
        scope
            .create(all, new Shape(rows.length, model.sizes().latent()))
            .toType(model.type(), false);
    Parameter parameter = Parameter.builder().setName("q").setType(Parameter.Type.OTHER).build();
    parameter.setArray(array);
    return parameter;
  }

  private static String nu(int h) {
    return MsVae.streamPrefix(h) + "nu";
  }

  private static String logTau(int h) {
    return MsVae.streamPrefix(h) + "logTau";
  }

  /** All parameters; those of a stream begin with its prefix. */
  Map<String, Parameter> parameters() {
    return parameters;
  }

  /** Whether some candidate has a stream active. */
  boolean has(int h) {
    return parameters.containsKey(nu(h));
  }

  /** q(z_h), as a store sees it. */
  DiagonalGaussian posterior(ParameterStore store, int h) {
    Parameter nu = parameters.get(nu(h));
    return new DiagonalGaussian(
        store.getValue(nu, nu.getArray().getDevice(), false),
        store.getValue(parameters.get(logTau(h)), nu.getArray().getDevice(), false));
  }

  /** Standard normal numbers for one sample of each stream's rows, (1, rows, Z). */
  NDArray[] noise(NDManager scope, RandomGenerator generator) {
    NDArray[] epsilon = new NDArray[model.streams().size()];
    for (int h = 0; h < epsilon.length; h++) {
      if (has(h)) {
        NDArray nu = parameters.get(nu(h)).getArray();
        Shape shape = new Shape(1, nu.getShape().get(0), nu.getShape().get(1));
        epsilon[h] = NoiseSource.normal(generator, scope, shape, nu.getDataType());
      }
    }
    return epsilon;
  }

  /** Takes the decoders as they are, for the many passes that steps make. */
  void freezeDecoders(NDManager scope) {
    Workers.forEach(
        frozen.length,
        h -> {
          if (has(h)) {
            frozen[h] = new FrozenDecoder(scope, model.streams().get(h).decoder());
          }
        });
  }

  /** Images of a stream at latents, (rows, Z). */
  NDArray decode(ParameterStore store, int h, NDArray z) {
    return frozen[h] == null
        ? model.streams().get(h).decoder().decode(store, z, false)
        : frozen[h].decode(z);
  }

  /** Images of each stream's rows, at a sample of z, or at its mean where there is no noise. */
  NDArray[] decode(NDManager scope, NDArray[] epsilon) {
    NDArray[] mu = new NDArray[model.streams().size()];
    ParameterStore store = new ParameterStore(scope, false);
    Workers.forEach(
        mu.length,
        h -> {
          if (has(h)) {
            DiagonalGaussian q = posterior(store, h);
            NDArray z = epsilon == null ? q.nu() : q.sample(epsilon[h]);
            mu[h] = decode(store, h, z);
          }
        });
    return mu;
  }
}
