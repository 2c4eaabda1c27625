package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import vaelab.basis.BasisSeparator;
import vaelab.basis.DivergedException;
import vaelab.basis.LikelihoodGradient;
import vaelab.basis.NcsnFile;
import vaelab.basis.NcsnTrainer;
import vaelab.basis.PriorSampler;
import vaelab.basis.ScoreNetwork;
import vaelab.data.Digits;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.TrainingCost;
import vaelab.train.History;
import vaelab.train.TrainingListener;

/**
 * BASIS: annealed Langevin dynamics on the score of single digits, with the likelihood's gradient
 * of the paper (c = 1) and with that of the released script for MNIST (c = 2), whose numbers Table
 * 1 prints.
 */
final class BasisMethod implements ComparedMethod {
  private static final List<String> PAPER = List.of("30.23 / 0.92", "14.03 / 0.49", "NaN");

  private final String id;
  private final BasisSettings settings;
  private final Digits digits;
  private final Path directory;
  private ScoreNetwork network;
  private History history;

  /**
   * The method, not trained yet.
   *
   * @param id short name
   * @param settings how it is trained and run
   * @param digits its training images
   * @param directory where network and checkpoint go
   */
  BasisMethod(String id, BasisSettings settings, Digits digits, Path directory) {
    this.id = id;
    this.settings = settings;
    this.digits = digits;
    this.directory = directory;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<BasisSettings> configuration() {
    return List.of(settings);
  }

  @Override
  public void train(TrainingListener listener) throws IOException {
    RunDirectory.claim(directory, settings, digits.origin());
    Path model = file();
    Path course = directory.resolve("ncsn.csv");
    if (Files.exists(model)) {
      network = NcsnFile.load(model);
      history = History.fromCsv(course);
      return;
    }
    Path checkpoint = directory.resolve("ncsn.checkpoint.safetensors");
    network = ScoreNetwork.create(settings.training().sizes(), settings.training().seed());
    history =
        new NcsnTrainer(network, settings.training())
            .checkpoint(checkpoint)
            .listener(listener)
            .fit(digits.train().images().first(settings.images()).pixels());
    history.toCsv(course);
    // The network last: where it is, the training is complete.
    NcsnFile.save(model, network);
    Files.deleteIfExists(checkpoint);
  }

  @Override
  public List<Path> trained() {
    return List.of(file());
  }

  private Path file() {
    return directory.resolve("ncsn.safetensors");
  }

  @Override
  public List<ComparedSystem> systems() {
    return List.of(
        system("c = 1", LikelihoodGradient.PAPER, List.of()),
        system("c = 2, as released", LikelihoodGradient.RELEASED_MNIST, PAPER));
  }

  private ComparedSystem system(String variant, LikelihoodGradient gradient, List<String> paper) {
    long seed = settings.training().seed();
    return ComparedSystem.of(
            "BASIS (%s), %s".formatted(settings.size(), variant),
            paper,
            () ->
                TrainingCost.of(
                    TrainingCost.seconds(history), network.size(), TrainingCost.NO_LABELS),
            run -> new BasisSeparator(network.score(), settings.separation(), gradient, seed + run))
        .limited(settings.mixtures(), Integer.MAX_VALUE);
  }

  /** No images if chains diverge: scores are not lost with them. */
  @Override
  public Map<String, float[]> prior(int count) {
    PriorSampler sampler =
        new PriorSampler(network.score(), settings.prior(), settings.training().seed());
    try {
      return Map.of("NCSN, samples", sampler.sample(count, network.sizes().dim()));
    } catch (DivergedException e) {
      return Map.of();
    }
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
  }
}
