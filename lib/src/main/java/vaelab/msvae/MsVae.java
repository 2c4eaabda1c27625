package vaelab.msvae;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import vaelab.msvae.energy.CombinationRule;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.ObservationNoise;
import vaelab.msvae.energy.StateEnergies;
import vaelab.msvae.energy.StateSpace;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;

/**
 * The parameters of a multi-stream VAE: one {@link Stream} a source, the activity prior pi, and the
 * noise scale b.
 *
 * <p>The prior over states is a value like any other: Bernoulli while training, fixed-K when the
 * number of active sources is known, without retraining.
 */
public final class MsVae implements AutoCloseable {
  private final NDManager manager;
  private final NetworkSizes sizes;
  private final DataType type;
  private final List<Stream> streams = new ArrayList<>();
  private final CombinationRule rule;
  private final ObservationNoise noise;
  private final StateEnergies energies;
  private StatePrior prior;
  private double scale;

  private MsVae(
      NetworkSizes sizes,
      List<String> sources,
      DataType type,
      long seed,
      CombinationRule rule,
      ObservationNoise noise,
      StateEnergies energies) {
    if (sources.isEmpty() || sources.stream().distinct().count() < sources.size()) {
      throw new IllegalArgumentException(
          "Expected at least one source, each with a name of its own, found " + sources + ".");
    }
    StateSpace.requireStreams(sources.size()); // before there is memory that nobody could free
    this.sizes = sizes;
    this.type = type;
    this.rule = rule;
    this.noise = noise;
    this.energies = energies;
    manager = NDManager.newBaseManager(Hardware.device());
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    try {
      for (String source : sources) {
        streams.add(Stream.create(source, sizes, manager, type, generator));
      }
    } catch (RuntimeException | Error e) {
      manager.close(); // nobody else knows it
      throw e;
    }
    prior = BernoulliPrior.uniform(sources.size(), 0.5);
    scale = 1;
  }

  /**
   * A model of the paper: sum of streams, Laplace noise, pi = 0.5 and b = 1 to start with.
   *
   * @param sizes layer sizes
   * @param sources names of the H sources
   * @param seed seed of the initial weights
   * @return a new model in float32 on the engine's device
   */
  public static MsVae create(NetworkSizes sizes, List<String> sources, long seed) {
    CombinationRule rule = new SumCombination();
    ObservationNoise noise = new LaplaceNoise();
    return create(
        sizes, sources, DataType.FLOAT32, seed, rule, noise, StateEnergies.of(rule, noise));
  }

  /**
   * A model with every choice open.
   *
   * @param sizes layer sizes
   * @param sources names of the H sources
   * @param type float32, or float64 for gradient checks
   * @param seed seed of the initial weights
   * @param rule how active streams combine
   * @param noise observation noise
   * @param energies computes energies for that rule and noise
   * @return a new model on the engine's device
   */
  public static MsVae create(
      NetworkSizes sizes,
      List<String> sources,
      DataType type,
      long seed,
      CombinationRule rule,
      ObservationNoise noise,
      StateEnergies energies) {
    return new MsVae(sizes, sources, type, seed, rule, noise, energies);
  }

  /**
   * A single VAE: H = 1 with s = 1, and unit-variance Laplace noise (b = 1/sqrt 2), as the experts
   * are pretrained.
   *
   * @param sizes layer sizes
   * @param source name of the source
   * @param seed seed of the initial weights
   * @return a new expert
   */
  public static MsVae expert(NetworkSizes sizes, String source, long seed) {
    MsVae expert = create(sizes, List.of(source), seed);
    expert.setPrior(new FixedCountPrior(1, 1));
    expert.setScale(Math.sqrt(0.5));
    return expert;
  }

  /**
   * A joint model from pretrained experts: their decoders are taken over, encoders start fresh.
   *
   * @param experts at least one model with H = 1, all of the same sizes, in float32, under Laplace
   *     noise and with the sum of streams as their rule
   * @param seed seed of the fresh encoders
   * @param withEncoders whether the experts' encoders are taken over as well
   * @return a new model with H = number of experts, pi = 0.5 and b = 1
   * @throws IllegalArgumentException if an expert is another kind of model, or two have one name
   */
  public static MsVae fromExperts(List<MsVae> experts, long seed, boolean withEncoders) {
    return new Experts(experts).joined(seed, withEncoders);
  }

  /**
   * Takes over the weights and running statistics of a model with as many streams of the same
   * sizes; names, prior and noise scale stay.
   *
   * @param other source of the values
   * @throws IllegalArgumentException if numbers of streams or sizes differ
   */
  public void copyNetworks(MsVae other) {
    if (other.streams.size() != streams.size()) {
      throw new IllegalArgumentException(
          "Expected a model of H=%d streams, found one of %d."
              .formatted(streams.size(), other.streams.size()));
    }
    for (int h = 0; h < streams.size(); h++) {
      streams.get(h).copyFrom(other.streams.get(h));
    }
  }

  /**
   * The streams.
   *
   * @return one a source, stream h at position h
   */
  public List<Stream> streams() {
    return List.copyOf(streams);
  }

  /**
   * Names of the sources.
   *
   * @return one a stream
   */
  public List<String> sources() {
    return streams.stream().map(Stream::name).toList();
  }

  /**
   * Layer sizes.
   *
   * @return D, hidden widths, Z
   */
  public NetworkSizes sizes() {
    return sizes;
  }

  /**
   * Type of all parameters.
   *
   * @return float32, or float64 for gradient checks
   */
  public DataType type() {
    return type;
  }

  /**
   * How active streams combine.
   *
   * @return the combination rule
   */
  public CombinationRule rule() {
    return rule;
  }

  /**
   * Observation noise.
   *
   * @return the noise, whose scale is {@link #scale()}
   */
  public ObservationNoise noise() {
    return noise;
  }

  /**
   * What computes the energies.
   *
   * @return the implementation chosen for this machine
   */
  public StateEnergies energies() {
    return energies;
  }

  /**
   * Prior over states.
   *
   * @return Bernoulli unless set otherwise
   */
  public StatePrior prior() {
    return prior;
  }

  /**
   * Activity rates.
   *
   * @return pi, one a stream
   * @throws IllegalStateException if the prior is not Bernoulli
   */
  public double[] pi() {
    if (prior instanceof BernoulliPrior bernoulli) {
      return bernoulli.pi();
    }
    throw new IllegalStateException(
        "Expected a Bernoulli prior, found " + prior.getClass().getSimpleName() + ".");
  }

  /**
   * Sets the prior over states.
   *
   * @param prior prior over this model's H streams
   */
  public void setPrior(StatePrior prior) {
    if (prior.streams() != streams.size()) {
      throw new IllegalArgumentException(
          "Expected a prior over H=%d streams, found one over %d."
              .formatted(streams.size(), prior.streams()));
    }
    this.prior = prior;
  }

  /**
   * Noise scale.
   *
   * @return b, positive
   */
  public double scale() {
    return scale;
  }

  /**
   * Sets the noise scale.
   *
   * @param scale b, positive and finite
   */
  public void setScale(double scale) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("Expected a positive noise scale, found " + scale + ".");
    }
    this.scale = scale;
  }

  /**
   * All parameters of the networks.
   *
   * @return parameters by name ({@code stream0.encoder.…})
   */
  public Map<String, Parameter> parameters() {
    return collect(Stream::parameters);
  }

  /**
   * Parameters that training may change.
   *
   * @param withDecoders whether decoders are trained too
   * @return parameters by name
   */
  public Map<String, Parameter> trainable(boolean withDecoders) {
    return collect(stream -> stream.trainable(withDecoders));
  }

  /**
   * Number of trainable values of all streams.
   *
   * @return H times 3,211,424 for the sizes of the paper's images
   */
  public long size() {
    return trainable(true).values().stream().mapToLong(p -> p.getArray().size()).sum();
  }

  /**
   * Beginning of the names of a stream's parameters.
   *
   * @param h stream
   * @return prefix
   */
  public static String streamPrefix(int h) {
    return "stream" + h + ".";
  }

  private Map<String, Parameter> collect(Function<Stream, Map<String, Parameter>> part) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (int h = 0; h < streams.size(); h++) {
      String prefix = streamPrefix(h);
      part.apply(streams.get(h)).forEach((name, p) -> all.put(prefix + name, p));
    }
    return all;
  }

  /**
   * Owner of the parameters; temporary tensors belong into sub-managers of it.
   *
   * @return the model's manager
   */
  public NDManager manager() {
    return manager;
  }

  /** Frees all parameters. */
  @Override
  public void close() {
    manager.close();
  }
}
