package vaelab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The four files of MNIST in one folder: found, read, and checked to be MNIST. */
final class MnistFiles {
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
  static final List<String> NAMES = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

  /** SHA-256 of the unpacked files. Packed ones differ from mirror to mirror. */
  static final Map<String, String> PUBLISHED =
      Map.of(
          TRAIN_IMAGES, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
          TRAIN_LABELS, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
          TEST_IMAGES, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
          TEST_LABELS, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  private MnistFiles() {}

  /** The four files in a folder, plain or {@code .gz}; empty when none of them is there. */
  static Optional<Map<String, Path>> find(Path folder) throws IOException {
    Map<String, Path> found = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String name : NAMES) {
      Path plain = folder.resolve(name);
      Path packed = folder.resolve(name + ".gz");
      if (Files.exists(plain) || Files.exists(packed)) {
        found.put(name, Files.exists(plain) ? plain : packed);
      } else {
        missing.add(name);
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (!missing.isEmpty()) {
      throw BadDataException.of(
          folder,
          "all four MNIST files, plain or .gz",
          "none named " + String.join(", ", missing),
          "Run data-scripts/mnist.sh, or remove the others");
    }
    return Optional.of(found);
  }

  /** Reads the files; content that is not MNIST's is an error unless {@code unverified}. */
  static Digits read(Path folder, Map<String, Path> paths, boolean unverified) throws IOException {
    Map<String, String> sha256 = new LinkedHashMap<>();
    boolean genuine = true;
    Map<String, IdxFile> files = new LinkedHashMap<>();
    for (String name : NAMES) {
      boolean images = name.contains("idx3");
      IdxFile file = IdxFile.read(paths.get(name), images ? "images" : "labels", images ? 3 : 1);
      boolean same = file.sha256().equals(PUBLISHED.get(name));
      if (!same && !unverified) {
        throw BadDataException.of(
            paths.get(name),
            "MNIST (SHA-256 unpacked " + PUBLISHED.get(name) + ")",
            file.sha256() + ": a valid file with other content",
            "Remove it and run data-scripts/mnist.sh, or set VAELAB_DATA_UNVERIFIED=1 to use it as"
                + " it is, marked as unverified in every result");
      }
      genuine &= same;
      files.put(name, file);
      sha256.put(name, file.sha256());
    }
    LabelledImages train =
        IdxReader.pair(files.get(TRAIN_IMAGES), paths.get(TRAIN_LABELS), files.get(TRAIN_LABELS));
    LabelledImages test =
        IdxReader.pair(files.get(TEST_IMAGES), paths.get(TEST_LABELS), files.get(TEST_LABELS));
    return new Digits(train, test, origin(folder, genuine, sha256));
  }

  private static DataOrigin origin(Path folder, boolean genuine, Map<String, String> sha256) {
    return genuine
        ? new DataOrigin(
            "mnist", true, "MNIST (LeCun, Cortes, Burges), verified by SHA-256", sha256)
        : new DataOrigin(
            "unverified",
            false,
            "UNVERIFIED files with MNIST's names in "
                + folder.getFileName()
                + ", not MNIST by their checksums",
            sha256);
  }
}
