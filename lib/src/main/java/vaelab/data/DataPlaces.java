package vaelab.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where data may lie on this machine, best first.
 *
 * <ol>
 *   <li>{@code $VAELAB_DATA}: the data set's own folder in it, then the folder itself;
 *   <li>{@code ../shared/data/NAME} beside the project;
 *   <li>the user's cache, {@code $XDG_CACHE_HOME/vaelab/NAME} or {@code ~/.cache/vaelab/NAME},
 *       where {@code data-scripts/} puts what it downloads.
 * </ol>
 *
 * <p>The project is {@code -Dvaelab.home}, or the nearest folder at or above the working directory
 * that has both {@code pom.xml} and {@code environment/}.
 */
public final class DataPlaces {
  private final Map<String, String> environment;
  private final Map<String, String> properties;
  private final Path workingDirectory;

  /** For tests: everything that the answer depends on. Properties: vaelab.home, user.home. */
  DataPlaces(
      Map<String, String> environment, Map<String, String> properties, Path workingDirectory) {
    this.environment = environment;
    this.properties = properties;
    this.workingDirectory = workingDirectory;
  }

  /**
   * The places of this process: its environment variables, properties and working directory.
   *
   * @return the places
   */
  public static DataPlaces ofThisProcess() {
    return new DataPlaces(
        System.getenv(),
        Map.of(
            "vaelab.home", System.getProperty("vaelab.home", ""),
            "user.home", System.getProperty("user.home", "")),
        Path.of("").toAbsolutePath());
  }

  /**
   * The folders that may hold a data set. They need not exist.
   *
   * @param dataSet its folder's name, for example {@code mnist}
   * @return folders, best first
   * @throws IllegalArgumentException when {@code $VAELAB_DATA} is set to something that is no
   *     folder: a wish that cannot be met is not passed over in silence
   */
  public List<Path> searchPath(String dataSet) {
    List<Path> path = new ArrayList<>();
    named(environment, "VAELAB_DATA")
        .ifPresent(
            place -> {
              Path folder = workingDirectory.resolve(place);
              if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException(
                    "Expected VAELAB_DATA to name a folder, found "
                        + folder
                        + ", which is none. Correct the variable or unset it.");
              }
              path.add(folder.resolve(dataSet));
              path.add(folder);
            });
    projectRoot()
        .map(Path::getParent)
        .ifPresent(beside -> path.add(beside.resolve("shared").resolve("data").resolve(dataSet)));
    cache().ifPresent(cache -> path.add(cache.resolve(dataSet)));
    return List.copyOf(path);
  }

  /**
   * The folder of the project.
   *
   * @return an absolute path, or empty when neither {@code -Dvaelab.home} nor the working directory
   *     tells
   */
  public Optional<Path> projectRoot() {
    Optional<String> home = named(properties, "vaelab.home");
    if (home.isPresent()) {
      return home.map(place -> workingDirectory.resolve(place).toAbsolutePath().normalize());
    }
    Path folder = workingDirectory.toAbsolutePath().normalize();
    while (folder != null) {
      if (Files.isRegularFile(folder.resolve("pom.xml"))
          && Files.isDirectory(folder.resolve("environment"))) {
        return Optional.of(folder);
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }

  /**
   * The user's cache for this project's data.
   *
   * @return the folder, which need not exist; empty when the user has no home
   */
  public Optional<Path> cache() {
    return named(environment, "XDG_CACHE_HOME")
        .map(Path::of)
        .or(() -> named(properties, "user.home").map(home -> Path.of(home, ".cache")))
        .map(cache -> cache.resolve("vaelab"));
  }

  private static Optional<String> named(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }
}
