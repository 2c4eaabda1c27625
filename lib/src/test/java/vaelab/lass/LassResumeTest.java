package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.lass.Stage.Schedule;
import vaelab.train.Calls;
import vaelab.train.History;
import vaelab.train.Interruption;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;

/** An interrupted and an uninterrupted run end with the same model, to the bit. */
class LassResumeTest {
  private static final Stage STAGE = new Stage(4, 8, 5e-3, Schedule.COSINE, 3);
  private static final VqVaeStage VQ_VAE = new VqVaeStage(STAGE, 2);
  private static final float[] IMAGES = Tiny.images(30, 1);
  private static final int[][] CODES = Tiny.codes(30, Tiny.SEQUENCE, 2);

  /** Ends a training in the middle of its third epoch. */
  private static final TrainingListener CRASH = new Interruption(3, 2);

  @TempDir Path folder;

  @Test
  void vqVaeGoesOn() throws IOException {
    Path file = folder.resolve("vqvae");
    try (VqVae whole = VqVae.create(Tiny.IMAGE, 1);
        VqVae crashed = VqVae.create(Tiny.IMAGE, 1);
        VqVae again = VqVae.create(Tiny.IMAGE, 2)) {
      History expected = new VqVaeTrainer(whole, VQ_VAE).fit(IMAGES);
      VqVaeTrainer first = new VqVaeTrainer(crashed, VQ_VAE).checkpoint(file).listener(CRASH);
      assertThrows(IllegalStateException.class, () -> first.fit(IMAGES));
      History actual = new VqVaeTrainer(again, VQ_VAE).checkpoint(file).fit(IMAGES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSame(whole.parameters(), again.parameters());
      assertTrue(expected.column("objective")[3] < expected.column("objective")[0], "it learns");
      // Finished: read back as it is.
      byte[] bytes = Files.readAllBytes(file);
      try (VqVae read = VqVae.create(Tiny.IMAGE, 3)) {
        new VqVaeTrainer(read, VQ_VAE).checkpoint(file).fit(IMAGES);
        Tiny.assertSame(whole.parameters(), read.parameters());
      }
      assertArrayEquals(bytes, Files.readAllBytes(file));
    }
  }

  /** Codes are always finite: a prior that fails does not ask for other images. */
  @Test
  void failuresNameTheirCause() throws IOException {
    Stage wild = new Stage(4, 8, 1e38, Schedule.CONSTANT, 3);
    try (CodePrior prior = CodePrior.create(Tiny.SEQUENCE, 1);
        VqVae vqVae = VqVae.create(Tiny.IMAGE, 1)) {
      PriorTrainer codes = new PriorTrainer(prior, wild);
      String exploded =
          assertThrows(TrainingFailedException.class, () -> codes.fit(CODES)).getMessage();
      assertTrue(exploded.contains("try a lower learning rate"), exploded);
      assertFalse(exploded.contains("images"), exploded);
      float[] images = IMAGES.clone();
      images[17] = Float.NaN;
      VqVaeTrainer trainer = new VqVaeTrainer(vqVae, VQ_VAE);
      String undefined =
          assertThrows(TrainingFailedException.class, () -> trainer.fit(images)).getMessage();
      assertTrue(undefined.contains("images contain NaN or infinite values"), undefined);
    }
  }

  @Test
  void priorGoesOn() throws IOException {
    Path file = folder.resolve("prior");
    try (CodePrior whole = CodePrior.create(Tiny.SEQUENCE, 1);
        CodePrior crashed = CodePrior.create(Tiny.SEQUENCE, 1);
        CodePrior again = CodePrior.create(Tiny.SEQUENCE, 2)) {
      History expected = new PriorTrainer(whole, STAGE).fit(CODES);
      PriorTrainer first = new PriorTrainer(crashed, STAGE).checkpoint(file).listener(CRASH);
      assertThrows(IllegalStateException.class, () -> first.fit(CODES));
      History actual = new PriorTrainer(again, STAGE).checkpoint(file).fit(CODES);
      Tiny.assertSameHistory(expected, actual);
      Tiny.assertSame(whole.parameters(), again.parameters());
      assertTrue(expected.column("objective")[3] < expected.column("objective")[0], "it learns");
    }
  }

  @Test
  void onlyTheLimitOfAConstantScheduleMayChange() throws IOException {
    Path file = folder.resolve("prior");
    Stage constant = new Stage(2, 8, 1e-3, Schedule.CONSTANT, 3);
    try (CodePrior model = CodePrior.create(Tiny.SEQUENCE, 1)) {
      new PriorTrainer(model, constant).checkpoint(file).fit(CODES);
      History longer = new PriorTrainer(model, constant.withEpochs(3)).checkpoint(file).fit(CODES);
      assertEquals(3, longer.size());
      Stage[] others = {
        new Stage(3, 9, 1e-3, Schedule.CONSTANT, 3),
        new Stage(3, 8, 2e-3, Schedule.CONSTANT, 3),
        new Stage(3, 8, 1e-3, Schedule.COSINE, 3),
        new Stage(3, 8, 1e-3, Schedule.CONSTANT, 4),
      };
      for (Stage other : others) {
        PriorTrainer trainer = new PriorTrainer(model, other).checkpoint(file);
        IOException e = assertThrows(IOException.class, () -> trainer.fit(CODES));
        assertTrue(e.getMessage().contains("another configuration"), e.getMessage());
      }
    }
    try (VqVae model = VqVae.create(Tiny.IMAGE, 1)) {
      VqVaeTrainer trainer = new VqVaeTrainer(model, new VqVaeStage(constant, 0)).checkpoint(file);
      assertThrows(IOException.class, () -> trainer.fit(IMAGES));
    }
  }

  @Test
  void tellsListenersAndRefusesWrongData() throws IOException {
    Calls calls = new Calls();
    try (VqVae model = VqVae.create(Tiny.IMAGE, 1);
        CodePrior prior = CodePrior.create(Tiny.SEQUENCE, 1)) {
      int arrays = model.manager().getManagedArrays().size();
      int priorArrays = prior.manager().getManagedArrays().size();
      VqVaeTrainer trainer =
          new VqVaeTrainer(model, new VqVaeStage(STAGE.withEpochs(2), 1)).listener(calls);
      History history = trainer.fit(IMAGES);
      List<String> steps = List.of("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4");
      assertEquals(
          Stream.of(
                  List.of("start 1-2 x 4"),
                  steps.subList(0, 4),
                  List.of("epoch 1"),
                  steps.subList(4, 8),
                  List.of("epoch 2", "stop"))
              .flatMap(List::stream)
              .toList(),
          calls.all());
      assertEquals(StopReason.Kind.EPOCH_LIMIT, trainer.stopReason().kind());
      assertTrue(history.columns().containsAll(List.of("reconstruction", "perplexity")));
      new PriorTrainer(prior, STAGE.withEpochs(1)).fit(CODES);
      prior.sample(3, 1);
      model.images(model.codes(IMAGES));
      assertEquals(arrays, model.manager().getManagedArrays().size(), "left on the VQ-VAE");
      assertEquals(priorArrays, prior.manager().getManagedArrays().size(), "left on the prior");
      assertThrows(
          IllegalArgumentException.class,
          () -> new VqVaeTrainer(model, VQ_VAE).fit(new float[Tiny.DIM + 1]));
      float[] broken = IMAGES.clone();
      broken[5] = Float.NaN;
      VqVaeTrainer failing = new VqVaeTrainer(model, VQ_VAE);
      assertThrows(TrainingFailedException.class, () -> failing.fit(broken));
      assertEquals(StopReason.Kind.FAILED, failing.stopReason().kind());
      PriorTrainer onOthers = new PriorTrainer(prior, STAGE);
      assertThrows(
          IllegalArgumentException.class, () -> onOthers.fit(new int[][] {{0, 1, 2}, {0, 1, 2}}));
      assertThrows(
          IllegalArgumentException.class,
          () -> onOthers.fit(new int[][] {{0, 1, 2, 5}, {0, 1, 2, 3}}));
    }
  }
}
