package vaelab.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vaelab.data.AtomicFiles;
import vaelab.data.BadDataException;
import vaelab.data.DataOrigin;
import vaelab.data.DataPlaces;

/**
 * The directory of a run, which belongs to one configuration and one data set for good.
 *
 * <p>A run that finds its directory goes on from there. Weights of one configuration under the
 * numbers of another would be a wrong result, so the first run leaves its configuration and later
 * ones compare.
 */
public final class RunDirectory {
  /** Environment variable that places the directory of a notebook's run. */
  public static final String VARIABLE = "VAELAB_RUN_DIR";

  private static final String CONFIGURATION = "configuration.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private RunDirectory() {}

  /**
   * Where a notebook keeps its run: what {@value #VARIABLE} says, else {@code runs/NAME-SCALE}
   * below the project.
   *
   * @param name name of the notebook
   * @param scale its scale
   * @return the directory, which need not exist yet
   */
  public static Path of(String name, Scale scale) {
    String place = System.getenv(VARIABLE);
    if (place != null && !place.isBlank()) {
      return Path.of(place);
    }
    return standard(name, scale);
  }

  /**
   * Where a notebook's run is kept unless {@value #VARIABLE} says otherwise; other notebooks find
   * its models there.
   *
   * @param name name of the notebook
   * @param scale its scale
   * @return {@code runs/NAME-SCALE} below the project
   */
  public static Path standard(String name, Scale scale) {
    Path root = DataPlaces.ofThisProcess().projectRoot().orElse(Path.of("."));
    return root.resolve("runs").resolve(name + "-" + scale);
  }

  /**
   * Checks that a directory is new or empty.
   *
   * @param directory where files are to go
   * @throws IOException if it is a file, or holds files; nothing is written
   */
  public static void requireEmpty(Path directory) throws IOException {
    requireNoFile(directory);
    if (holdsFiles(directory)) {
      throw new IOException(
          "expected an empty or new directory, found files in %s; give another directory."
              .formatted(directory));
    }
  }

  private static void requireNoFile(Path directory) throws IOException {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IOException(
          "expected an empty or new directory, found the file "
              + directory
              + "; give another directory.");
    }
  }

  private static boolean holdsFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (var files = Files.list(directory)) {
      return files.findAny().isPresent();
    }
  }

  /**
   * Checks that a run may use a directory: a new or empty one, or, where a run is to go on, one
   * that holds a run.
   *
   * @param directory directory of the run
   * @param resume whether a run that the directory holds is to go on
   * @throws IOException if it is a file, or holds files that are not to be touched; nothing is
   *     written
   */
  public static void requireUsable(Path directory, boolean resume) throws IOException {
    requireNoFile(directory);
    boolean goesOn = resume && Files.exists(directory.resolve(CONFIGURATION));
    if (!goesOn && holdsFiles(directory)) {
      throw new IOException(
          resume
              ? "expected a run to resume, found files but no %s in %s; give the directory of a run."
                  .formatted(CONFIGURATION, directory)
              : "expected an empty or new directory, found files in %s; continue that run with --resume, or give another directory."
                  .formatted(directory));
    }
  }

  /**
   * Takes a directory for a configuration and the data that it works on.
   *
   * @param directory directory of the run
   * @param configuration its settings, as a record
   * @param data where its data come from
   * @throws IOException if the directory holds a run with other settings or on other data, or
   *     models of unknown ones, or cannot be written
   */
  public static void claim(Path directory, Object configuration, DataOrigin data)
      throws IOException {
    requireSame(directory, configuration, data);
    Path file = directory.resolve(CONFIGURATION);
    if (!Files.exists(file)) {
      requireNoModels(directory);
      byte[] json = JSON.writeValueAsBytes(settings(configuration, data));
      AtomicFiles.write(file, out -> out.write(json));
    }
  }

  /** They would pass for ones of any settings. */
  private static void requireNoModels(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var models = Files.newDirectoryStream(directory, "*.safetensors")) {
      for (Path found : models) {
        throw new IOException(
            "expected the settings of the models in %s in its %s, found %s without them; put the file back, or give another directory."
                .formatted(directory, CONFIGURATION, found.getFileName()));
      }
    }
  }

  /**
   * Checks that a directory may be taken by {@link #claim}. Nothing is written.
   *
   * @param directory directory of the run
   * @param configuration its settings, as a record
   * @param data where its data come from
   * @throws IOException if the directory holds a run with other settings or on other data, or its
   *     settings cannot be read
   */
  static void requireSame(Path directory, Object configuration, DataOrigin data)
      throws IOException {
    Path file = directory.resolve(CONFIGURATION);
    if (!Files.exists(file)) {
      return;
    }
    List<String> differences = JsonDifferences.between(settings(configuration, data), read(file));
    if (!differences.isEmpty()) {
      throw new IOException(
          "%s holds a run with other settings or on other data (in %s: %s); delete it, or give another directory."
              .formatted(directory, CONFIGURATION, String.join("; ", differences)));
    }
  }

  private static Object settings(Object configuration, DataOrigin data) {
    return Map.of("configuration", configuration, "data", new TreeMap<>(data.sha256()));
  }

  private static JsonNode read(Path file) throws IOException {
    try {
      return JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw BadDataException.of(
          file,
          "the settings of a run, in JSON",
          e.getOriginalMessage(),
          "The file is damaged; restore it, or give another directory");
    }
  }
}
