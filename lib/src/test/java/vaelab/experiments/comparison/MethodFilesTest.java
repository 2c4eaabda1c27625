package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.separation.Separation;

/** What figures show is what is scored. */
class MethodFilesTest {
  @TempDir Path directory;

  /** The sources of a mixture that exceed 1 are all divided by the largest value of them. */
  @Test
  void estimatesAreKeptAsTheyAreScored() throws IOException {
    MethodFiles files = new MethodFiles(directory);
    float[] two = {2, 1, 0.4f, -0.3f, 1, 0.6f, 0, 0.2f};
    files.writeEstimates("a system", new Separation(two, 2, 2, 2));
    assertArrayEquals(
        new float[] {1, 0.5f, 0.2f, 0, 1, 0.6f, 0, 0.2f},
        files.readEstimates("a system", 2).sources(),
        1f / 255);
  }

  @Test
  void aDamagedResultSaysWhatToDo() throws IOException {
    MethodFiles files = new MethodFiles(directory);
    for (String damaged :
        List.of("{\"method\" : \"av", "{\"method\" : \"a\", \"later\" : 1}", "[]")) {
      Files.writeString(files.file("average"), damaged);
      IOException error = assertThrows(IOException.class, () -> files.read("average"));
      for (String part : List.of("average.json: expected a result", "found", "Delete it")) {
        assertTrue(error.getMessage().contains(part), error.getMessage());
      }
    }
  }
}
