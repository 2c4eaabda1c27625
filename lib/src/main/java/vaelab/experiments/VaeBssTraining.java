package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vaelab.nn.NetworkSizes;
import vaelab.train.SideBySide;
import vaelab.train.TrainingListener;
import vaelab.vaebss.VaeBss;
import vaelab.vaebss.VaeBssConfig;
import vaelab.vaebss.VaeBssFile;
import vaelab.vaebss.VaeBssTrainer;

/**
 * Trains the VAE-BSS models of a comparison, side by side on the cores, and keeps each in a file of
 * its own; an interrupted training goes on from its last epoch.
 */
final class VaeBssTraining implements AutoCloseable {
  private final List<VaeBssConfig> configs;
  private final VaeBss[] models;

  private VaeBssTraining(List<VaeBssConfig> configs) {
    this.configs = configs;
    models = new VaeBss[configs.size()];
  }

  /**
   * Trains the models that a directory does not hold yet, and reads the others.
   *
   * @param configs how each model is trained, no two with the same K and M
   * @param images single sources, row-major N x D, values in [0, 1]
   * @param dim D
   * @param directory where models and checkpoints go
   * @param listener told about all trainings together
   * @return the models, to be closed
   * @throws IOException if files cannot be read or written
   */
  static VaeBssTraining run(
      List<VaeBssConfig> configs,
      float[] images,
      int dim,
      Path directory,
      TrainingListener listener)
      throws IOException {
    VaeBssTraining training = new VaeBssTraining(List.copyOf(configs));
    SideBySide course =
        new SideBySide(
            "VAE-BSS, " + configs.size() + " models",
            configs.stream().map(VaeBssTraining::name).toList(),
            configs.stream().mapToInt(c -> c.stepsPerEpoch(images.length / dim)).toArray(),
            configs.stream().mapToInt(VaeBssConfig::epochs).max().orElse(1),
            List.of("elbo", "objective"),
            listener);
    try {
      course.run(
          i -> training.models[i] = model(configs.get(i), images, dim, directory, course, i));
    } catch (IOException | RuntimeException e) {
      training.close();
      throw e;
    }
    return training;
  }

  private static String name(VaeBssConfig config) {
    return "K=" + config.slots() + " M=" + config.digits();
  }

  private static VaeBss model(
      VaeBssConfig config, float[] images, int dim, Path directory, SideBySide course, int index)
      throws IOException {
    String name = "vaebss-k%d-m%d".formatted(config.slots(), config.digits());
    Path file = directory.resolve(name + ".safetensors");
    if (Files.exists(file)) {
      course.skip();
      return VaeBssFile.load(file);
    }
    Path checkpoint = directory.resolve(name + ".checkpoint.safetensors");
    VaeBss model =
        VaeBss.create(NetworkSizes.image(dim), config.slots(), config.digits(), config.seed());
    new VaeBssTrainer(model, config).checkpoint(checkpoint).listener(course.of(index)).fit(images);
    VaeBssFile.save(file, model);
    Files.deleteIfExists(checkpoint);
    return model;
  }

  /**
   * The models of a preset.
   *
   * @param preset how many images a training mixture has
   * @return model by K
   */
  Map<Integer, VaeBss> models(VaeBssConfig.Preset preset) {
    Map<Integer, VaeBss> chosen = new TreeMap<>();
    for (int i = 0; i < models.length; i++) {
      int slots = configs.get(i).slots();
      if (configs.get(i).digits() == preset.digits(slots)) {
        chosen.put(slots, models[i]);
      }
    }
    return chosen;
  }

  @Override
  public void close() {
    for (VaeBss model : models) {
      if (model != null) {
        model.close();
      }
    }
  }
}
