package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureFilesTest {
  private static final LabelledImages POOL = PenStrokeDigits.generate(5, 1);
  private static final int DIM = 784;

  @TempDir Path folder;

  @Test
  void fixedKHasKSourcesInTheOrderOfStreams() throws IOException {
    Mixtures m = MixtureGenerator.fixedK(POOL, new int[] {4, 2, 9}, 2, 0.1, 12, 3);
    MixtureFiles.write(folder.resolve("new"), m);
    NpyArray x = Npy.readMixtures(folder.resolve("new/mixtures.npy"), List.of(28, 28));
    assertArrayEquals(new int[] {12, 28, 28}, x.shape());
    assertArrayEquals(m.x(), x.data());
    NpyArray sources = Npy.read(folder.resolve("new/sources.npy"));
    assertArrayEquals(new int[] {12, 2, 28, 28}, sources.shape());
    NpyArray states = Npy.read(folder.resolve("new/states.npy"));
    assertArrayEquals(new int[] {12, 3}, states.shape());
    for (int n = 0; n < 12; n++) {
      int slot = 0;
      for (int h = 0; h < 3; h++) {
        if (states.data()[n * 3 + h] == 1) {
          int from = (n * 2 + slot++) * DIM;
          float[] stored = Arrays.copyOfRange(sources.data(), from, from + DIM);
          assertArrayEquals(m.source(n, h), stored);
        }
      }
    }
  }

  @Test
  void bernoulliHasAllStreams() throws IOException {
    Mixtures m = MixtureGenerator.bernoulli(POOL, new int[] {0, 1}, new double[] {.5, .5}, 0, 9, 3);
    MixtureFiles.write(folder, m);
    NpyArray sources = Npy.read(folder.resolve("sources.npy"));
    assertArrayEquals(new int[] {9, 2, 28, 28}, sources.shape());
    for (int i = 0; i < 18; i++) {
      float[] stored = Arrays.copyOfRange(sources.data(), i * DIM, (i + 1) * DIM);
      assertArrayEquals(m.source(i / 2, i % 2), stored);
    }
  }

  @Test
  void statesAreColumnsOfBits() throws IOException {
    Path file = folder.resolve("s.npy");
    MixtureFiles.writeStates(file, new int[] {0b001, 0b110}, 3);
    assertArrayEquals(new float[] {1, 0, 0, 0, 1, 1}, Npy.read(file).data());
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertSays(bad, () -> MixtureFiles.writeStates(file, new int[] {8}, 3), "state 8", "3 streams");
    assertSays(bad, () -> MixtureFiles.writeStates(file, new int[] {0}, 32), "1 to 30");
  }
}
