package vaelab.experiments;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.msvae.Trainer;
import vaelab.msvae.TrainingConfig;
import vaelab.nn.NetworkSizes;
import vaelab.train.History;
import vaelab.train.Minibatches;
import vaelab.train.SideBySide;
import vaelab.train.TrainingListener;

/**
 * Pretrains one expert a source, side by side on the cores.
 *
 * <p>Every expert is kept in a file of its own as soon as it is done, and has a checkpoint while it
 * is not, so that an interrupted pretraining goes on where it was.
 */
public final class ExpertPretraining {
  private static final String COMMON = "experts-common";

  private final NetworkSizes sizes;
  private final TrainingConfig config;
  private final Path directory;
  private final int copies;
  private final BiFunction<float[], Long, float[]> augmentation;
  private final int commonEpochs;

  /**
   * Pretraining into a directory.
   *
   * @param sizes layer sizes
   * @param config how each expert is trained; its seed is raised by the stream's number
   * @param directory where experts and checkpoints go
   */
  public ExpertPretraining(NetworkSizes sizes, TrainingConfig config, Path directory) {
    this(sizes, config, directory, 1, (images, seed) -> images, 0);
  }

  private ExpertPretraining(
      NetworkSizes sizes,
      TrainingConfig config,
      Path directory,
      int copies,
      BiFunction<float[], Long, float[]> augmentation,
      int commonEpochs) {
    this.sizes = sizes;
    this.config = config;
    this.directory = directory;
    this.copies = copies;
    this.augmentation = augmentation;
    this.commonEpochs = commonEpochs;
  }

  /**
   * The same on more images than there are, made when an expert's turn comes: those of all experts
   * together may be more than memory holds. An epoch is one pass over them.
   *
   * @param copies how many images are made of each
   * @param augmentation makes them from the images of a source and a seed
   * @return pretraining with augmentation
   */
  ExpertPretraining augmented(int copies, BiFunction<float[], Long, float[]> augmentation) {
    return new ExpertPretraining(sizes, config, directory, copies, augmentation, commonEpochs);
  }

  /**
   * The same with experts that start from one VAE of all sources instead of from random weights:
   * strokes are strokes, and what all images share is learned once, from all of them.
   *
   * @param epochs passes of that VAE over the images of all sources as they are; 0 for none
   * @return pretraining with a common start
   */
  ExpertPretraining fromCommonStart(int epochs) {
    return new ExpertPretraining(sizes, config, directory, copies, augmentation, epochs);
  }

  /**
   * Trains the experts that the directory does not hold yet.
   *
   * @param sources images of each source, row-major N x D, by name
   * @param listener told about all experts together: an epoch ends when the last expert ends it
   * @return the experts, in the order of the sources; to be closed by the caller
   * @throws IOException if files cannot be read or written
   */
  public List<MsVae> run(Map<String, float[]> sources, TrainingListener listener)
      throws IOException {
    List<String> names = List.copyOf(sources.keySet());
    boolean missing = IntStream.range(0, names.size()).anyMatch(h -> !Files.exists(file(h)));
    Optional<MsVae> start =
        commonEpochs > 0 && missing
            ? Optional.of(common(sources.values(), listener))
            : Optional.empty();
    try {
      return fromStart(start, sources, names, listener);
    } finally {
      start.ifPresent(MsVae::close);
    }
  }

  private List<MsVae> fromStart(
      Optional<MsVae> start,
      Map<String, float[]> sources,
      List<String> names,
      TrainingListener listener)
      throws IOException {
    SideBySide course =
        new SideBySide(
            names.size() + " experts: " + String.join(", ", names),
            names,
            IntStream.range(0, names.size())
                .map(h -> Files.exists(file(h)) ? 0 : stepsOf(sources.get(names.get(h))))
                .toArray(),
            config.epochs(),
            List.of("elbo", "kl"),
            listener);
    MsVae[] experts = new MsVae[names.size()];
    try {
      course.run(
          h -> experts[h] = expert(h, names.get(h), sources.get(names.get(h)), start, course));
    } catch (IOException | RuntimeException e) {
      Arrays.stream(experts).filter(Objects::nonNull).forEach(MsVae::close);
      throw e;
    }
    return List.of(experts);
  }

  private static String id(int h) {
    return "expert-" + h;
  }

  /** File of an expert. */
  private Path file(int h) {
    return model(id(h));
  }

  /** File of a VAE, which is there once its training is complete. */
  private Path model(String id) {
    return directory.resolve(id + ".safetensors");
  }

  /** File of the course of a VAE's training. */
  private static Path course(Path directory, String id) {
    return directory.resolve(id + ".csv");
  }

  /**
   * The wall time of a complete pretraining, a common start included.
   *
   * @param directory directory of the pretraining
   * @param experts number of experts
   * @return seconds; empty where a course is missing, as in directories of earlier versions
   * @throws IOException if one cannot be read
   */
  static OptionalDouble seconds(Path directory, int experts) throws IOException {
    List<History> courses = new ArrayList<>();
    for (int h = 0; h < experts; h++) {
      if (!Files.exists(course(directory, id(h)))) {
        return OptionalDouble.empty();
      }
      courses.add(History.fromCsv(course(directory, id(h))));
    }
    Path common = course(directory, COMMON);
    double before = Files.exists(common) ? TrainingCost.seconds(History.fromCsv(common)) : 0;
    return OptionalDouble.of(before + TrainingCost.sideBySide(courses));
  }

  private int stepsOf(float[] images) {
    int points = copies * (images.length / sizes.dim());
    return new Minibatches(points, config.batchSize(), config.seed()).perEpoch();
  }

  /** The VAE of all sources that experts start from. */
  private MsVae common(Collection<float[]> sources, TrainingListener listener) throws IOException {
    if (Files.exists(model(COMMON))) {
      return ModelFile.load(model(COMMON));
    }
    MsVae common = MsVae.expert(sizes, "all sources", config.seed());
    return trained(
        COMMON, common, config.with(c -> c.epochs = commonEpochs), concatenated(sources), listener);
  }

  private static float[] concatenated(Collection<float[]> sources) {
    FloatBuffer all = FloatBuffer.allocate(sources.stream().mapToInt(s -> s.length).sum());
    sources.forEach(all::put);
    return all.array();
  }

  private MsVae expert(int h, String name, float[] images, Optional<MsVae> start, SideBySide course)
      throws IOException {
    if (Files.exists(file(h))) {
      return ModelFile.load(file(h));
    }
    float[] learned = augmentation.apply(images, config.seed() + h);
    MsVae expert = MsVae.expert(sizes, name, config.seed() + h);
    start.ifPresent(expert::copyNetworks);
    return trained(id(h), expert, config.with(c -> c.seed += h), learned, course.of(h));
  }

  /**
   * Trains a VAE, from its checkpoint where there is one, and keeps it with its course. A VAE whose
   * training fails is closed.
   */
  private MsVae trained(
      String id, MsVae vae, TrainingConfig how, float[] images, TrainingListener listener)
      throws IOException {
    Path checkpoint = directory.resolve(id + ".checkpoint.safetensors");
    try {
      new Trainer(vae, how)
          .checkpoint(checkpoint)
          .listener(listener)
          .fit(images)
          .toCsv(course(directory, id));
      ModelFile.save(model(id), vae);
      Files.deleteIfExists(checkpoint);
    } catch (IOException | RuntimeException e) {
      vae.close();
      throw e;
    }
    return vae;
  }
}
