package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.train.History;
import vaelab.train.Interruption;
import vaelab.train.TrainingListener;
import vaelab.vaebss.VaeBssConfig.Schedule;

/** An interrupted and an uninterrupted run end with the same model, to the bit. */
class VaeBssResumeTest {
  private static final float[] IMAGES = Tiny.images(55, 3);

  @TempDir Path folder;

  @Test
  void equalsTheUninterruptedRun() throws IOException {
    VaeBssConfig config = Tiny.config(5, 4);
    Path file = folder.resolve("run.safetensors");
    try (VaeBss whole = Tiny.floats(config, 9);
        VaeBss first = Tiny.floats(config, 9);
        VaeBss second = Tiny.floats(config, 12345)) {
      History expected = new VaeBssTrainer(whole, config).fit(IMAGES);
      // Ends by its epoch limit after two epochs; the limit is then raised.
      new VaeBssTrainer(first, config.withEpochs(2)).checkpoint(file).fit(IMAGES);
      History actual = new VaeBssTrainer(second, config).checkpoint(file).fit(IMAGES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSameModel(whole, second);
    }
  }

  /** Killed in the middle of an epoch: the checkpoint of the epoch before goes on. */
  @Test
  void aCrashWithinAnEpochLosesThatEpochOnly() throws IOException {
    VaeBssConfig config = Tiny.config(4, 4).withRates(5e-3, Schedule.COSINE);
    Path file = folder.resolve("run.safetensors");
    try (VaeBss whole = Tiny.floats(config, 9);
        VaeBss crashed = Tiny.floats(config, 9);
        VaeBss again = Tiny.floats(config, 10)) {
      History expected = new VaeBssTrainer(whole, config).fit(IMAGES);
      TrainingListener crash = new Interruption(3, 2);
      VaeBssTrainer first = new VaeBssTrainer(crashed, config).checkpoint(file).listener(crash);
      assertThrows(IllegalStateException.class, () -> first.fit(IMAGES));
      History actual = new VaeBssTrainer(again, config).checkpoint(file).fit(IMAGES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSameModel(whole, again);
    }
  }

  @Test
  void aFinishedRunIsReadBackWithoutFurtherSteps() throws IOException {
    VaeBssConfig config = Tiny.config(2, 4);
    Path file = folder.resolve("run.safetensors");
    try (VaeBss model = Tiny.floats(config, 9);
        VaeBss again = Tiny.floats(config, 10)) {
      History expected = new VaeBssTrainer(model, config).checkpoint(file).fit(IMAGES);
      byte[] bytes = Files.readAllBytes(file);
      Tiny.assertSameHistory(
          expected, new VaeBssTrainer(again, config).checkpoint(file).fit(IMAGES));
      Tiny.assertSameModel(model, again);
      assertArrayEquals(bytes, Files.readAllBytes(file));
    }
  }

  @Test
  void anotherConfigurationIsRefused() throws IOException {
    VaeBssConfig config = Tiny.config(2, 4);
    Path file = folder.resolve("run.safetensors");
    try (VaeBss model = Tiny.floats(config, 9)) {
      new VaeBssTrainer(model, config).checkpoint(file).fit(IMAGES);
      VaeBssConfig[] others = {
        config.withBatchSize(9),
        config.withRates(1e-3, Schedule.RELEASED),
        config.withRates(5e-3, Schedule.COSINE),
        config.withBeta(0.4, 2),
        config.withBeta(0.5, 50),
        config.withEpochs(1), // beta would have risen in one epoch
        Tiny.config(2, 5),
      };
      for (VaeBssConfig other : others) {
        VaeBssTrainer trainer = new VaeBssTrainer(model, other).checkpoint(file);
        IOException e = assertThrows(IOException.class, () -> trainer.fit(IMAGES));
        assertTrue(e.getMessage().contains("another configuration"), e.getMessage());
      }
    }
  }

  @Test
  void filesThatAreNoCheckpointAreRefused() throws IOException {
    VaeBssConfig config = Tiny.config(2, 4);
    try (VaeBss model = Tiny.floats(config, 9)) {
      Path saved = folder.resolve("model.safetensors");
      VaeBssFile.save(saved, model);
      VaeBssTrainer onModel = new VaeBssTrainer(model, config).checkpoint(saved);
      IOException kind = assertThrows(IOException.class, () -> onModel.fit(IMAGES));
      assertTrue(kind.getMessage().contains("checkpoint"), kind.getMessage());
      Path garbage = Files.writeString(folder.resolve("garbage"), "no tensors in here at all");
      VaeBssTrainer onGarbage = new VaeBssTrainer(model, config).checkpoint(garbage);
      assertThrows(IOException.class, () -> onGarbage.fit(IMAGES));
    }
  }

  /** A checkpoint holds a model: what was trained so far can be used before the end. */
  @Test
  void aCheckpointLoadsAsAModel() throws IOException {
    VaeBssConfig config = Tiny.config(2, 4);
    Path file = folder.resolve("run.safetensors");
    try (VaeBss model = Tiny.floats(config, 9)) {
      new VaeBssTrainer(model, config).checkpoint(file).fit(IMAGES);
      try (VaeBss read = VaeBssFile.load(file)) {
        Tiny.assertSameModel(model, read);
      }
    }
  }
}
