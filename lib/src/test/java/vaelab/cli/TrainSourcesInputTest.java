package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.cli.Commands.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.data.Npy;

/** What a user may get wrong is told before any training starts, and nothing is written. */
class TrainSourcesInputTest {
  private static final int SIDE = 4;

  @TempDir Path folder;
  private Path a;
  private Path b;
  private Path mixtures;
  private Path out;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    a = write("a.npy", 6, SIDE, SIDE, 0.25f);
    b = write("b.npy", 5, SIDE, SIDE, 0.75f);
    mixtures = write("mixtures.npy", 7, SIDE, SIDE, 1.5f);
    out = folder.resolve("out");
  }

  private Path write(String name, int count, int height, int width, float value)
      throws IOException {
    float[] pixels = new float[count * height * width];
    Arrays.fill(pixels, value);
    Path file = folder.resolve(name);
    Npy.write(file, pixels, count, height, width);
    return file;
  }

  private List<Object> training(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "sources"));
    arguments.addAll(List.of("--source", "a=" + a, "--source", "b=" + b));
    arguments.addAll(List.of("--mixtures", mixtures, "--out", out, "--hidden", "6,5"));
    arguments.addAll(List.of("--latent", 2, "--expert-epochs", 1, "--epochs", 1));
    arguments.addAll(List.of(more));
    return arguments;
  }

  private void refuses(List<Object> arguments, String... words) throws IOException {
    Commands.refuses(arguments, words);
    assertEquals(List.of(), files(out), "something was written");
  }

  @AfterEach
  void leavesNoDirectoryBehind() {
    assertTrue(!Files.exists(out) || Files.exists(out.resolve("result.json")));
  }

  /** Fewer images than a batch, one batch of a single image left over: both train. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 100})
  void trainsOnAHandfulOfImages(int batch) throws IOException {
    Commands.succeeds(training("--batch", batch).toArray());
    assertTrue(files(out).contains("model.safetensors"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"thick, horizontal", "19\" screens"})
  void namesMayHoldWhatSeparatesColumns(String name) throws IOException {
    Path own = write("own.npy", 6, SIDE, SIDE, 0.5f);
    Commands.succeeds(training("--source", name + "=" + own).toArray());
    assertTrue(Files.readString(out.resolve("table.txt")).contains(name));
  }

  @Test
  void trainsOnASingleSource() {
    Commands.succeeds(
        "train",
        "sources",
        "--source",
        "only=" + a,
        "--mixtures",
        mixtures,
        "--out",
        out,
        "--hidden",
        "6",
        "--latent",
        2,
        "--expert-epochs",
        1,
        "--epochs",
        1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c.npy", "=c.npy", "c=", " =c.npy"})
  void namesASourceWithoutNameOrFile(String source) throws IOException {
    refuses(training("--source", source), "expected --source NAME=FILE", "'" + source + "'");
  }

  @Test
  void namesTwoSourcesOfOneName() throws IOException {
    refuses(training("--source", "a=c.npy"), "'a'", a.toString(), "c.npy");
  }

  @Test
  void namesTwoSourcesOfTheSameImages() throws IOException {
    refuses(training("--source", "c=" + a), "other images than those of source 'a'");
  }

  @Test
  void namesAMissingFile() throws IOException {
    refuses(training("--source", "c=" + folder.resolve("no.npy")), "expected a file at", "no.npy");
    mixtures = folder.resolve("none.npy");
    refuses(training(), "expected a file at", "none.npy");
  }

  @Test
  void namesAFileThatIsEmptyOrSomethingElse() throws IOException {
    Files.write(b, new byte[0]);
    refuses(training(), "b.npy", "ends too early");
    Files.writeString(b, "bars, rings and crosses");
    refuses(training(), "b.npy", "NumPy");
  }

  @Test
  void namesASourceWithoutImagesOrWithOne() throws IOException {
    write("b.npy", 0, SIDE, SIDE, 0);
    refuses(training(), "b.npy", "at least 2 images", "found 0");
    write("b.npy", 1, SIDE, SIDE, 0.5f);
    refuses(training(), "b.npy", "at least 2 images", "found 1");
    write("b.npy", 9, SIDE, SIDE, 0);
    refuses(training(), "b.npy", "all 0");
  }

  @Test
  void namesASingleMixture() throws IOException {
    write("mixtures.npy", 1, SIDE, SIDE, 1);
    refuses(training(), "mixtures.npy", "at least 2 mixtures", "found 1");
  }

  @ParameterizedTest
  @CsvSource({"255,255", "-0.1,Scale", "NaN,numpy.isfinite", "Infinity,numpy.isfinite"})
  void namesAPixelOutsideTheRangeOfASource(float value, String cure) throws IOException {
    float[] pixels = new float[3 * SIDE * SIDE];
    pixels[SIDE * SIDE + SIDE + 2] = value;
    Npy.write(b, pixels, 3, SIDE, SIDE);
    refuses(training(), "b.npy", "[0,1]", "found " + value, "[1, 1, 2]", cure);
  }

  @Test
  void namesMixturesThatAreNoNumbersOrOnAnotherScale() throws IOException {
    write("mixtures.npy", 7, SIDE, SIDE, Float.POSITIVE_INFINITY);
    refuses(training(), "mixtures.npy", "finite", "Infinity");
    write("mixtures.npy", 7, SIDE, SIDE, 255);
    refuses(training(), "mixtures.npy", "mean value 255", "255 for bytes");
  }

  @Test
  void namesBothFilesOfDifferentSizes() throws IOException {
    write("b.npy", 5, SIDE, SIDE + 1, 0.5f);
    refuses(training(), "b.npy", "a.npy", "D=16", "D=20");
    write("b.npy", 5, 2, 8, 0.5f);
    refuses(training(), "b.npy", "a.npy", "[4, 4]", "[2, 8]");
    write("b.npy", 5, SIDE, SIDE, 0.5f);
    write("mixtures.npy", 7, 3, SIDE, 0.5f);
    refuses(training(), "mixtures.npy", "a.npy", "D=16", "D=12");
  }

  @Test
  void namesColourImages() throws IOException {
    Npy.write(b, new float[5 * SIDE * SIDE * 3], 5, SIDE, SIDE, 3);
    refuses(training(), "b.npy", "(N, height, width)", "[5, 4, 4, 3]", "grey");
  }

  @Test
  void namesMoreSourcesThanStatesCanBeEnumeratedFor() throws IOException {
    List<Object> arguments = training();
    for (int h = 2; h < 25; h++) {
      Path file = write("source" + h + ".npy", 2, SIDE, SIDE, h / 25f);
      arguments.addAll(List.of("--source", "s" + h + "=" + file));
    }
    refuses(arguments, "1 to 24 streams", "H=25");
    // One fewer can be enumerated, but no array holds the energies of such a batch.
    arguments = new ArrayList<>(arguments.subList(0, arguments.size() - 2));
    arguments.addAll(List.of("--batch", 200));
    refuses(arguments, "H=24", "GiB");
  }

  @ParameterizedTest
  @CsvSource({
    "--epochs,0",
    "--expert-epochs,0",
    "--batch,1",
    "--latent,0",
    "--hidden,0",
    "--learning-rate,0",
    "--learning-rate,NaN",
    "--learning-rate,Infinity",
    "--epochs,many"
  })
  void namesSettingsThatAreOutOfRange(String option, String value) throws IOException {
    List<Object> arguments = training();
    int known = arguments.indexOf(option);
    if (known >= 0) {
      arguments.remove(known + 1);
      arguments.remove(known);
    }
    arguments.addAll(List.of(option, value));
    refuses(arguments, value);
  }

  @Test
  void refusesAFileInPlaceOfTheDirectoryAndAFolderThatHoldsNoRun() throws IOException {
    out = Files.writeString(folder.resolve("file"), "kept");
    Commands.refuses(training(), "found the file");
    assertEquals("kept", Files.readString(out));
    out = folder.resolve("none");
    List<String> before = files(folder);
    List<Object> arguments = training("--resume");
    arguments.set(arguments.indexOf("--out") + 1, folder);
    Commands.refuses(arguments, "no configuration.json");
    assertEquals(before, files(folder));
  }
}
