package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import vaelab.experiments.TrainingCost;
import vaelab.nn.NetworkSizes;
import vaelab.train.History;
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
  private final Path directory;
  private final VaeBss[] models;

  private VaeBssTraining(List<VaeBssConfig> configs, Path directory) {
    this.configs = configs;
    this.directory = directory;
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
    VaeBssTraining training = new VaeBssTraining(List.copyOf(configs), directory);
    SideBySide course =
        new SideBySide(
            "VAE-BSS, " + configs.size() + " models",
            configs.stream().map(VaeBssTraining::name).toList(),
            configs.stream()
                .mapToInt(
                    c ->
                        Files.exists(model(directory, c))
                            ? 0
                            : c.stepsPerEpoch(images.length / dim))
                .toArray(),
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

  /** Name of a model's files, without their endings. */
  private static String file(VaeBssConfig config) {
    return "vaebss-k%d-m%d".formatted(config.slots(), config.digits());
  }

  /** File of a model in a directory, whether it is there or not. */
  static Path model(Path directory, VaeBssConfig config) {
    return directory.resolve(file(config) + ".safetensors");
  }

  private static VaeBss model(
      VaeBssConfig config, float[] images, int dim, Path directory, SideBySide course, int index)
      throws IOException {
    String name = file(config);
    Path file = model(directory, config);
    if (Files.exists(file)) {
      return VaeBssFile.load(file);
    }
    Path checkpoint = directory.resolve(name + ".checkpoint.safetensors");
    VaeBss model =
        VaeBss.create(NetworkSizes.image(dim), config.slots(), config.digits(), config.seed());
    try {
      new VaeBssTrainer(model, config)
          .checkpoint(checkpoint)
          .listener(course.of(index))
          .fit(images)
          .toCsv(directory.resolve(name + ".csv"));
      VaeBssFile.save(file, model);
      Files.deleteIfExists(checkpoint);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
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
    of(preset).forEach(i -> chosen.put(configs.get(i).slots(), models[i]));
    return chosen;
  }

  private IntStream of(VaeBssConfig.Preset preset) {
    return IntStream.range(0, models.length)
        .filter(i -> configs.get(i).digits() == preset.digits(configs.get(i).slots()));
  }

  /**
   * What the models of a preset took. The time of those whose course was not kept, in runs of
   * earlier versions, is unknown.
   */
  TrainingCost cost(VaeBssConfig.Preset preset) throws IOException {
    List<History> courses = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    long parameters = 0;
    for (int i : of(preset).toArray()) {
      Path course = directory.resolve(file(configs.get(i)) + ".csv");
      if (Files.exists(course)) {
        courses.add(History.fromCsv(course));
      } else {
        unknown.add(name(configs.get(i)));
      }
      parameters = models[i].size();
    }
    double seconds = TrainingCost.sideBySide(courses);
    return new TrainingCost(seconds, unknown, parameters, TrainingCost.NO_LABELS);
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
