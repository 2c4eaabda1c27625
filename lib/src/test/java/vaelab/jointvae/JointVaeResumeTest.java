package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.Images;
import vaelab.train.History;
import vaelab.train.Interruption;
import vaelab.train.TrainingListener;

/** An interrupted and an uninterrupted run end with the same model, to the bit. */
class JointVaeResumeTest {
  private static final Images IMAGES = Tiny.images(30, 4, 3);

  @TempDir Path folder;

  /** Interrupted after epoch 2, in the middle of the ramp of 12 steps, four an epoch. */
  @Test
  void equalsTheUninterruptedRun() throws IOException {
    JointVaeConfig config = Tiny.config(5, 4);
    Path file = folder.resolve("run.safetensors");
    try (JointVae whole = JointVae.create(Tiny.SIZES, 9);
        JointVae first = JointVae.create(Tiny.SIZES, 9);
        JointVae second = JointVae.create(Tiny.SIZES, 12345)) {
      History expected = new JointVaeTrainer(whole, config).fit(IMAGES);
      // Ends by its epoch limit; the limit is then raised.
      new JointVaeTrainer(first, config.withEpochs(2)).checkpoint(file).fit(IMAGES);
      History actual = new JointVaeTrainer(second, config).checkpoint(file).fit(IMAGES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSameModel(whole, second);
    }
  }

  /** Killed in the middle of an epoch: the checkpoint of the epoch before goes on. */
  @Test
  void aCrashWithinAnEpochLosesThatEpochOnly() throws IOException {
    JointVaeConfig config = Tiny.config(4, 4);
    Path file = folder.resolve("run.safetensors");
    try (JointVae whole = JointVae.create(Tiny.SIZES, 9);
        JointVae crashed = JointVae.create(Tiny.SIZES, 9);
        JointVae again = JointVae.create(Tiny.SIZES, 10)) {
      History expected = new JointVaeTrainer(whole, config).fit(IMAGES);
      TrainingListener crash = new Interruption(3, 2);
      JointVaeTrainer first = new JointVaeTrainer(crashed, config).checkpoint(file).listener(crash);
      assertThrows(IllegalStateException.class, () -> first.fit(IMAGES));
      History actual = new JointVaeTrainer(again, config).checkpoint(file).fit(IMAGES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSameModel(whole, again);
    }
  }

  @Test
  void aFinishedRunIsReadBackWithoutFurtherSteps() throws IOException {
    JointVaeConfig config = Tiny.config(2, 4);
    Path file = folder.resolve("run.safetensors");
    try (JointVae model = JointVae.create(Tiny.SIZES, 9);
        JointVae again = JointVae.create(Tiny.SIZES, 10)) {
      History expected = new JointVaeTrainer(model, config).checkpoint(file).fit(IMAGES);
      byte[] bytes = Files.readAllBytes(file);
      Tiny.assertSameHistory(
          expected, new JointVaeTrainer(again, config).checkpoint(file).fit(IMAGES));
      Tiny.assertSameModel(model, again);
      assertArrayEquals(bytes, Files.readAllBytes(file));
    }
  }

  @Test
  void anotherConfigurationOrModelIsRefused() throws IOException {
    JointVaeConfig config = Tiny.config(2, 4);
    Path file = folder.resolve("run.safetensors");
    JointVaeSizes wider = new JointVaeSizes(4, List.of(2, 3), List.of(2), 5, 2, 3);
    try (JointVae model = JointVae.create(Tiny.SIZES, 9);
        JointVae other = JointVae.create(wider, 9)) {
      new JointVaeTrainer(model, config).checkpoint(file).fit(IMAGES);
      JointVaeConfig[] others = {
        config.withBatchSize(9),
        config.withLearningRate(1e-3),
        config.withRamp(13),
        Tiny.config(2, 5),
        new JointVaeConfig(2, 8, 5e-3, 0.5, 30, 5, 5, 12, 4),
        new JointVaeConfig(2, 8, 5e-3, 0.67, 29, 5, 5, 12, 4),
        new JointVaeConfig(2, 8, 5e-3, 0.67, 30, 4, 5, 12, 4),
        new JointVaeConfig(2, 8, 5e-3, 0.67, 30, 5, 4, 12, 4),
      };
      for (JointVaeConfig changed : others) {
        JointVaeTrainer trainer = new JointVaeTrainer(model, changed).checkpoint(file);
        IOException e = assertThrows(IOException.class, () -> trainer.fit(IMAGES));
        assertTrue(e.getMessage().contains("another configuration"), e.getMessage());
      }
      JointVaeTrainer trainer = new JointVaeTrainer(other, config).checkpoint(file);
      IOException e = assertThrows(IOException.class, () -> trainer.fit(IMAGES));
      assertTrue(
          e.getMessage().contains("hidden=5") && e.getMessage().contains("hidden=4"),
          e.getMessage());
    }
  }

  @Test
  void filesThatAreNoCheckpointAreRefused() throws IOException {
    JointVaeConfig config = Tiny.config(2, 4);
    try (JointVae model = JointVae.create(Tiny.SIZES, 9)) {
      Path saved = folder.resolve("model.safetensors");
      JointVaeFile.save(saved, model);
      JointVaeTrainer onModel = new JointVaeTrainer(model, config).checkpoint(saved);
      IOException kind = assertThrows(IOException.class, () -> onModel.fit(IMAGES));
      assertTrue(kind.getMessage().contains("checkpoint"), kind.getMessage());
      Path garbage = Files.writeString(folder.resolve("garbage"), "no tensors in here at all");
      JointVaeTrainer onGarbage = new JointVaeTrainer(model, config).checkpoint(garbage);
      assertThrows(IOException.class, () -> onGarbage.fit(IMAGES));
    }
  }

  /** A checkpoint holds a model: what was trained so far can be used before the end. */
  @Test
  void aCheckpointLoadsAsAModel() throws IOException {
    Path file = folder.resolve("run.safetensors");
    try (JointVae model = JointVae.create(Tiny.SIZES, 9)) {
      new JointVaeTrainer(model, Tiny.config(1, 4)).checkpoint(file).fit(IMAGES);
      try (JointVae read = JointVaeFile.load(file)) {
        Tiny.assertSameModel(model, read);
      }
    }
  }
}
