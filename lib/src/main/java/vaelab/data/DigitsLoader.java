package vaelab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The digits: MNIST where there is MNIST, else a generated stand-in, announced loudly.
 *
 * <p>{@link DataPlaces} lists where MNIST is looked for. Found files must be MNIST by the SHA-256
 * of their unpacked content; others are an error, unless {@code VAELAB_DATA_UNVERIFIED=1} says that
 * they are meant, and then {@link DataOrigin#real()} is false. Nothing is downloaded here: that is
 * what {@code data-scripts/mnist.sh} does.
 */
public final class DigitsLoader {
  /** Stand-in training images of each digit unless asked otherwise; 60,000 in all, as in MNIST. */
  public static final int STAND_IN_TRAIN_PER_CLASS = 6_000;

  private static final System.Logger LOG = System.getLogger(DigitsLoader.class.getName());
  private static final long TRAIN_SEED = 2510_15669L;
  private static final long TEST_SEED = TRAIN_SEED + 1;

  private DigitsLoader() {}

  /**
   * Loads the digits from the places of this process, see {@link DataPlaces}.
   *
   * @return MNIST (60,000 and 10,000 images of 28 x 28) or a stand-in of the same size
   * @throws UncheckedIOException when files are there but damaged, incomplete or not MNIST
   * @throws IllegalArgumentException when {@code $VAELAB_DATA} names no folder
   */
  public static Digits load() {
    return load(DataPlaces.ofThisProcess().searchPath("mnist"));
  }

  /**
   * Loads the digits from given folders.
   *
   * @param searchPath folders to look into, best first; the first that has MNIST's files counts
   * @return MNIST or a stand-in of the same size
   * @throws UncheckedIOException when files are there but damaged, incomplete or not MNIST
   */
  public static Digits load(List<Path> searchPath) {
    return load(searchPath, STAND_IN_TRAIN_PER_CLASS);
  }

  /**
   * Loads the digits from given folders, with a stand-in of a chosen size.
   *
   * @param searchPath folders to look into, best first
   * @param standInTrainPerClass training images of each digit if a stand-in is needed, at least 1;
   *     there is one test image for six of them (at least one a digit)
   * @return MNIST or a stand-in
   * @throws UncheckedIOException when files are there but damaged, incomplete or not MNIST
   */
  public static Digits load(List<Path> searchPath, int standInTrainPerClass) {
    boolean unverified = "1".equals(System.getenv("VAELAB_DATA_UNVERIFIED"));
    return load(searchPath, standInTrainPerClass, unverified);
  }

  static Digits load(List<Path> searchPath, int standInTrainPerClass, boolean unverified) {
    try {
      for (Path folder : searchPath) {
        Optional<Map<String, Path>> files = MnistFiles.find(folder);
        if (files.isPresent()) {
          Digits digits = MnistFiles.read(folder, files.get(), unverified);
          if (!digits.origin().real()) {
            LOG.log(System.Logger.Level.WARNING, digits.origin().description());
          }
          return digits;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    Digits standIn = standIn(standInTrainPerClass);
    LOG.log(
        System.Logger.Level.WARNING,
        standIn.origin().description()
            + ". Looked in "
            + searchPath
            + ". For the real data run data-scripts/mnist.sh or set VAELAB_DATA.");
    return standIn;
  }

  /**
   * The stand-in, whether or not MNIST is there: pen strokes drawn by formula, the same everywhere.
   *
   * @param trainPerClass training images of each digit, at least 1; one test image for six of them
   * @return generated digits; {@link DataOrigin#real()} is false
   */
  public static Digits standIn(int trainPerClass) {
    LabelledImages train = PenStrokeDigits.generate(trainPerClass, TRAIN_SEED);
    LabelledImages test = PenStrokeDigits.generate(Math.max(1, trainPerClass / 6), TEST_SEED);
    return new Digits(
        train,
        test,
        new DataOrigin(
            "pen-strokes",
            false,
            "GENERATED stand-in, digits drawn by formula, not MNIST",
            Map.of(
                MnistFiles.TRAIN_IMAGES, IdxWriter.sha256(train.images()),
                MnistFiles.TRAIN_LABELS, IdxWriter.sha256(train.labels()),
                MnistFiles.TEST_IMAGES, IdxWriter.sha256(test.images()),
                MnistFiles.TEST_LABELS, IdxWriter.sha256(test.labels()))));
  }
}
