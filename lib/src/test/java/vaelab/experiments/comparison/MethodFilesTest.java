package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Path;
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
}
