package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.basis.NcsnConfig.Schedule;
import vaelab.train.History;
import vaelab.train.Interruption;
import vaelab.train.TrainingListener;

/** An interrupted and an uninterrupted run end with the same network, to the bit. */
class NcsnResumeTest {
  /** Three batches of 8, 8 and 4 an epoch. */
  private static final float[] IMAGES = Tiny.images(20, 3);

  @TempDir Path folder;

  @Test
  void equalsTheUninterruptedRun() throws IOException {
    NcsnConfig config = Tiny.config(11, 4);
    Path file = folder.resolve("run.safetensors");
    try (ScoreNetwork whole = Tiny.floats(9);
        ScoreNetwork first = Tiny.floats(9);
        ScoreNetwork second = Tiny.floats(12345)) {
      History expected = new NcsnTrainer(whole, config).fit(IMAGES);
      // Ends by its limit after two epochs; the limit is then raised.
      new NcsnTrainer(first, config.withIterations(6)).checkpoint(file).fit(IMAGES);
      History actual = new NcsnTrainer(second, config).checkpoint(file).fit(IMAGES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSameNetwork(whole, second);
    }
  }

  /** Killed in the middle of an epoch: the checkpoint of the epoch before goes on. */
  @Test
  void aCrashWithinAnEpochLosesThatEpochOnly() throws IOException {
    NcsnConfig config = Tiny.config(11, 4).withRates(5e-3, Schedule.COSINE);
    Path file = folder.resolve("run.safetensors");
    try (ScoreNetwork whole = Tiny.floats(9);
        ScoreNetwork crashed = Tiny.floats(9);
        ScoreNetwork again = Tiny.floats(10)) {
      History expected = new NcsnTrainer(whole, config).fit(IMAGES);
      TrainingListener crash = new Interruption(3, 2);
      NcsnTrainer first = new NcsnTrainer(crashed, config).checkpoint(file).listener(crash);
      assertThrows(IllegalStateException.class, () -> first.fit(IMAGES));
      History actual = new NcsnTrainer(again, config).checkpoint(file).fit(IMAGES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSameNetwork(whole, again);
    }
  }

  @Test
  void aFinishedRunIsReadBackWithoutFurtherSteps() throws IOException {
    NcsnConfig config = Tiny.config(5, 4);
    Path file = folder.resolve("run.safetensors");
    try (ScoreNetwork network = Tiny.floats(9);
        ScoreNetwork again = Tiny.floats(10)) {
      History expected = new NcsnTrainer(network, config).checkpoint(file).fit(IMAGES);
      byte[] bytes = Files.readAllBytes(file);
      Tiny.assertSameHistory(expected, new NcsnTrainer(again, config).checkpoint(file).fit(IMAGES));
      Tiny.assertSameNetwork(network, again);
      assertArrayEquals(bytes, Files.readAllBytes(file));
      // The checkpoint holds a network: what was trained so far can be used before the end.
      try (ScoreNetwork read = NcsnFile.load(file)) {
        Tiny.assertSameNetwork(network, read);
      }
    }
  }

  @Test
  void anotherConfigurationIsRefused() throws IOException {
    NcsnConfig config = Tiny.config(5, 4);
    Path file = folder.resolve("run.safetensors");
    try (ScoreNetwork network = Tiny.floats(9)) {
      new NcsnTrainer(network, config).checkpoint(file).fit(IMAGES);
      NcsnConfig[] others = {
        config.withBatchSize(9),
        config.withRates(1e-3, Schedule.CONSTANT),
        config.withRates(2e-3, Schedule.COSINE),
        config.withIterations(6), // the second epoch was cut short
        Tiny.config(5, 5),
      };
      for (NcsnConfig other : others) {
        NcsnTrainer trainer = new NcsnTrainer(network, other).checkpoint(file);
        IOException e = assertThrows(IOException.class, () -> trainer.fit(IMAGES));
        assertTrue(e.getMessage().contains("another configuration"), e.getMessage());
      }
    }
  }

  @Test
  void filesThatAreNoCheckpointAreRefused() throws IOException {
    try (ScoreNetwork network = Tiny.floats(9)) {
      Path saved = folder.resolve("model.safetensors");
      NcsnFile.save(saved, network);
      NcsnTrainer trainer = new NcsnTrainer(network, Tiny.config(5, 4)).checkpoint(saved);
      IOException e = assertThrows(IOException.class, () -> trainer.fit(IMAGES));
      assertTrue(e.getMessage().contains("checkpoint"), e.getMessage());
    }
  }
}
