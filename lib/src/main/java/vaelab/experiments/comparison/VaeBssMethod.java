package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vaelab.data.Images;
import vaelab.separation.MaskedSeparator;
import vaelab.train.TrainingListener;
import vaelab.vaebss.VaeBssConfig;
import vaelab.vaebss.VaeBssConfig.Preset;
import vaelab.vaebss.VaeBssSeparator;

/**
 * VAE-BSS and VAEM-BSS, trained without labels: on the mixtures of the release (averages of two
 * digits, fed with sums of K), and with K and scale the same in training and test, where the mask
 * stops at 1 as that of the MS-VAE does. The release's networks and losses, but not its 5,000
 * epochs: the names of the systems say how many there were.
 */
final class VaeBssMethod implements ComparedMethod {
  private final ComparisonConfig config;
  private final Images images;
  private final Path directory;
  private VaeBssTraining training;

  /**
   * The method, not trained yet.
   *
   * @param config settings of the comparison
   * @param images images of all classes
   * @param directory where models and checkpoints go
   */
  VaeBssMethod(ComparisonConfig config, Images images, Path directory) {
    this.config = config;
    this.images = images;
    this.directory = directory;
  }

  @Override
  public String id() {
    return "vae-bss";
  }

  @Override
  public List<VaeBssConfig> configuration() {
    return config.vaeBss();
  }

  @Override
  public void train(TrainingListener listener) throws IOException {
    float[] pixels = images.first(config.baselineImages()).pixels();
    training = VaeBssTraining.run(config.vaeBss(), pixels, images.dim(), directory, listener);
  }

  @Override
  public List<Path> trained() {
    return config.vaeBss().stream().map(c -> VaeBssTraining.model(directory, c)).toList();
  }

  @Override
  public List<ComparedSystem> systems() {
    return List.of(
        system(
                Preset.AS_RELEASED,
                VaeBssSeparator.Scale.AS_RELEASED,
                ", as released",
                List.of("13.92 / 0.54", "11.97 / 0.39", "10.94 / 0.30"))
            .masked(
                name("VAEM-BSS", ", as released"),
                List.of("17.01 / 0.75", "12.68 / 0.47", "11.50 / 0.37"),
                MaskedSeparator.UNBOUNDED),
        system(
                Preset.K_MATCHED,
                VaeBssSeparator.Scale.SCALE_MATCHED,
                ", K and scale matched",
                List.of())
            .masked(name("VAEM-BSS", ", K, scale and bound matched"), List.of(), 1));
  }

  private ComparedSystem system(
      Preset preset, VaeBssSeparator.Scale scale, String variant, List<String> paper) {
    return ComparedSystem.of(
            name("VAE-BSS", variant),
            paper,
            () -> training.cost(preset),
            run -> new VaeBssSeparator(training.models(preset), scale, config.seed() + run))
        .sampling();
  }

  private String name(String method, String variant) {
    int epochs = config.vaeBss().stream().mapToInt(VaeBssConfig::epochs).max().orElse(0);
    return "%s (%d %s)%s".formatted(method, epochs, epochs == 1 ? "epoch" : "epochs", variant);
  }

  @Override
  public void close() {
    if (training != null) {
      training.close();
    }
  }
}
