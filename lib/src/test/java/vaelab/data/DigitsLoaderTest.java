package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsLoaderTest {
  @TempDir Path folder;

  @Test
  void standInSaysSo() {
    Digits digits = DigitsLoader.load(List.of(folder, folder.resolve("none")), 12);
    assertFalse(digits.origin().real());
    assertEquals("pen-strokes", digits.origin().name());
    assertTrue(digits.origin().description().contains("GENERATED stand-in"));
    assertTrue(digits.origin().description().contains("not MNIST"));
    assertEquals(120, digits.train().images().count());
    assertEquals(20, digits.test().images().count());
    // Train and test are different drawings.
    float[] first = digits.train().images().image(0);
    assertFalse(Arrays.equals(first, digits.test().images().image(0)));
  }

  /** The stand-in in files is the stand-in in memory, and its checksums are those of the files. */
  @Test
  void filesOfOtherContentAreRefusedUnlessMeant() throws IOException {
    Digits standIn = DigitsLoader.standIn(6);
    writeFiles(standIn);
    assertSays(
        UncheckedIOException.class,
        () -> DigitsLoader.load(List.of(folder), 6, false),
        "train-images-idx3-ubyte.gz",
        "ba891046",
        "other content",
        "VAELAB_DATA_UNVERIFIED=1");
    Digits read = DigitsLoader.load(List.of(folder), 6, true);
    assertFalse(read.origin().real());
    assertTrue(read.origin().description().contains("UNVERIFIED"));
    assertEquals(standIn.origin().sha256(), read.origin().sha256());
    assertArrayEquals(standIn.train().images().pixels(), read.train().images().pixels());
    assertArrayEquals(standIn.test().labels(), read.test().labels());
  }

  /** Results name the stand-in by checksum: a change of the drawing must be a decision. */
  @Test
  void standInIsTheSameOnEveryMachine() {
    assertEquals(
        "e9442c8ff294f09d141148fdbcb1a6ac66e4e3812918da6dc6ee19b5ae80ebdd",
        DigitsLoader.standIn(6).origin().sha256().get(MnistFiles.TRAIN_IMAGES));
  }

  @Test
  void halfASetIsAnError() throws IOException {
    writeFiles(DigitsLoader.standIn(1));
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
    assertSays(
        UncheckedIOException.class,
        () -> DigitsLoader.load(List.of(folder), 1, true),
        "all four",
        "t10k-labels-idx1-ubyte",
        "mnist.sh");
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {1, 2});
    assertSays(
        UncheckedIOException.class,
        () -> DigitsLoader.load(List.of(folder), 1, true),
        "t10k-labels-idx1-ubyte",
        "ends too early");
  }

  @Test
  void realMnistWhereThereIsSome() {
    List<Path> places = DataPlaces.ofThisProcess().searchPath("mnist");
    String file = "train-images-idx3-ubyte";
    assumeTrue(
        places.stream()
            .anyMatch(
                place ->
                    Files.exists(place.resolve(file)) || Files.exists(place.resolve(file + ".gz"))),
        "no MNIST here");
    Digits digits = DigitsLoader.load(places, 1);
    assertTrue(digits.origin().real());
    assertEquals(60_000, digits.train().images().count());
    assertEquals(10_000, digits.test().images().count());
    assertEquals(5_923, digits.train().indicesOf(0).length);
    assertEquals(6_742, digits.train().indicesOf(1).length);
    double sum =
        IntStream.range(0, digits.train().images().pixels().length)
            .mapToDouble(i -> digits.train().images().pixels()[i])
            .sum();
    assertEquals(0.1307, sum / digits.train().images().pixels().length, 5e-5);
    assertEquals(MnistFiles.PUBLISHED, digits.origin().sha256());
  }

  @Test
  void placesInOrder() throws IOException {
    Path project = Files.createDirectories(folder.resolve("work/project"));
    Files.createDirectories(project.resolve("environment"));
    Files.createFile(project.resolve("pom.xml"));
    Path inside = Files.createDirectories(project.resolve("notebooks/results"));
    Path data = Files.createDirectories(folder.resolve("data"));
    Map<String, String> home = Map.of("user.home", "/home/me");
    DataPlaces places = new DataPlaces(Map.of("VAELAB_DATA", data.toString()), home, inside);
    assertEquals(
        List.of(
            data.resolve("mnist"),
            data,
            folder.resolve("work/shared/data/mnist"),
            Path.of("/home/me/.cache/vaelab/mnist")),
        places.searchPath("mnist"));
    assertEquals(Optional.of(project), places.projectRoot());
  }

  @Test
  void placesFollowTheirVariables() {
    Map<String, String> cache = Map.of("XDG_CACHE_HOME", "/big/cache", "VAELAB_DATA", " ");
    Map<String, String> none = Map.of("vaelab.home", "", "user.home", "");
    DataPlaces outside = new DataPlaces(cache, none, folder);
    assertEquals(List.of(Path.of("/big/cache/vaelab/fsdd")), outside.searchPath("fsdd"));
    assertEquals(Optional.empty(), outside.projectRoot());
    DataPlaces named = new DataPlaces(Map.of(), Map.of("vaelab.home", "/src/vaelab"), folder);
    assertEquals(List.of(Path.of("/src/shared/data/mnist")), named.searchPath("mnist"));
    DataPlaces wrong = new DataPlaces(Map.of("VAELAB_DATA", "/no/such/folder"), Map.of(), folder);
    assertSays(
        IllegalArgumentException.class,
        () -> wrong.searchPath("mnist"),
        "/no/such/folder",
        "unset");
  }

  /** Plain and packed files side by side, as they come. */
  private void writeFiles(Digits digits) throws IOException {
    IdxWriter.writeImages(folder.resolve(MnistFiles.TRAIN_IMAGES + ".gz"), digits.train().images());
    IdxWriter.writeLabels(folder.resolve(MnistFiles.TRAIN_LABELS), digits.train().labels());
    IdxWriter.writeImages(folder.resolve(MnistFiles.TEST_IMAGES), digits.test().images());
    IdxWriter.writeLabels(folder.resolve(MnistFiles.TEST_LABELS), digits.test().labels());
  }
}
