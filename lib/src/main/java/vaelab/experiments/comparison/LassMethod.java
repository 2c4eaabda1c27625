package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.data.Digits;
import vaelab.data.Images;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.TrainingCost;
import vaelab.lass.Lass;
import vaelab.lass.LassSampling;
import vaelab.lass.LassSeparator;
import vaelab.train.TrainingListener;

/**
 * LASS: sampling in the code space of a VQ-VAE with an autoregressive prior and counted tables:
 * from the most probable pairs of codes, from all of them, and with latents refined. Two sources as
 * published, three by partial mixtures.
 */
final class LassMethod implements ComparedMethod {
  private static final List<String> PAPER = List.of("13.21 / 0.60");

  /** Of how many pairs of codes a draw chose for the number that Table 1 prints. */
  private static final int PAPER_TOP_K = 32;

  private final String id;
  private final LassSettings settings;
  private final Digits digits;
  private final Path directory;
  private Lass lass;
  private double seconds;

  /**
   * The method, not trained yet.
   *
   * @param id short name
   * @param settings how it is trained and run
   * @param digits its training images, and unseen ones to show its codes on
   * @param directory where model and checkpoints go
   */
  LassMethod(String id, LassSettings settings, Digits digits, Path directory) {
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
  public List<LassSettings> configuration() {
    return List.of(settings);
  }

  @Override
  public void train(TrainingListener listener) throws IOException {
    RunDirectory.claim(directory, settings, digits.origin());
    LassTraining training = new LassTraining(directory, settings.config(), settings.seed());
    lass = training.run(digits.train().images().first(settings.images()).pixels(), listener);
    seconds = training.seconds();
  }

  @Override
  public List<Path> trained() {
    return List.of(LassTraining.file(directory));
  }

  @Override
  public List<ComparedSystem> systems() {
    LassSampling sampling = settings.config().sampling();
    LassSampling plain = sampling.withRefinement(0);
    return List.of(
        system(", top " + PAPER_TOP_K, plain.withTopK(PAPER_TOP_K), PAPER),
        system("", plain, List.of()),
        system(", refined", sampling, List.of()));
  }

  private ComparedSystem system(String variant, LassSampling sampling, List<String> paper) {
    return ComparedSystem.of(
            "LASS (%s)%s".formatted(settings.size(), variant),
            paper,
            () -> TrainingCost.of(seconds, lass.size(), TrainingCost.NO_LABELS),
            run -> new LassSeparator(lass, sampling, settings.seed() + run),
            LassSeparator::unseen)
        .limited(settings.mixtures(), settings.config().counting().sources())
        .sampling();
  }

  @Override
  public Map<String, float[]> prior(int count) {
    Images unseen = digits.test().images().first(count);
    Map<String, float[]> rows = new LinkedHashMap<>();
    rows.put("unseen digits", unseen.pixels());
    rows.put("VQ-VAE of these", lass.vqVae().images(lass.vqVae().codes(unseen.pixels())));
    rows.put("VQ-VAE and prior, samples", lass.samples(count, settings.seed()));
    return rows;
  }

  @Override
  public void close() {
    if (lass != null) {
      lass.close();
    }
  }
}
