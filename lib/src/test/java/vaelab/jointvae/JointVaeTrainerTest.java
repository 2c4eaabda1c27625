package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.data.Images;
import vaelab.data.LabelledImages;
import vaelab.metrics.CategoryMapping;
import vaelab.train.Calls;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;

/** Training: that it learns, what it reports, and how it fails. */
class JointVaeTrainerTest {

  /**
   * It draws far better than at first, and each latent says what its capacity allows. (Whether
   * categories become kinds of images depends on the seed in a training as short as this.)
   */
  @Test
  void learnsToDrawWithinTheCapacities() throws IOException {
    LabelledImages train = Tiny.bars(640, 1);
    JointVaeConfig config = new JointVaeConfig(8, 32, 1e-2, 0.67, 5, 1, 0.6, 100, 1);
    try (JointVae model = JointVae.create(Tiny.BARS, 1)) {
      History history = new JointVaeTrainer(model, config).probe(train).fit(train.images());
      double[] reconstruction = history.column("reconstruction");
      assertTrue(reconstruction[7] < 0.5 * reconstruction[0], Arrays.toString(reconstruction));
      assertEquals(1, history.last("klZ"), 0.25);
      assertEquals(0.6, history.last("klC"), 0.06);
      int[] categories = Encodings.of(model, train.images()).categories();
      assertEquals(
          CategoryMapping.fit(categories, train.labels(), 2).accuracy(categories, train.labels()),
          history.last("accuracy"),
          0);
    }
  }

  @Test
  void historyHoldsWhatWasMinimised() throws IOException {
    JointVaeConfig config = Tiny.config(3, 1);
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      History history = new JointVaeTrainer(model, config).fit(Tiny.images(50, 4, 2));
      assertEquals(
          List.of(
              "objective",
              "reconstruction",
              "klZ",
              "capacityZ",
              "klC",
              "capacityC",
              "elbo",
              "seconds"),
          history.columns());
      // 50 images in batches of 8: the seventh has the last two. So the ramp of 12 steps ends in
      // epoch 2, and the category's is cut by then.
      double[] capacityZ = history.column("capacityZ");
      assertEquals(5 * 7 / 12.0, capacityZ[0], 1e-12);
      assertEquals(5, capacityZ[1], 0);
      assertEquals(5, capacityZ[2], 0);
      assertEquals(Math.log(3), history.column("capacityC")[1], 1e-15);
      for (int i = 0; i < 3; i++) {
        assertEquals(
            -history.column("reconstruction")[i]
                - history.column("klZ")[i]
                - history.column("klC")[i],
            history.column("elbo")[i],
            1e-9);
      }
      // Capacities are fixed in the last epoch, and both divergences still below them.
      double gaps = 5 - history.last("klZ") + Math.log(3) - history.last("klC");
      assertEquals(history.last("reconstruction") + 30 * gaps, history.last("objective"), 1e-3);
    }
  }

  @Test
  void tellsItsListener() throws IOException {
    Calls calls = new Calls();
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      JointVaeTrainer trainer = new JointVaeTrainer(model, Tiny.config(2, 1)).listener(calls);
      trainer.fit(Tiny.images(16, 4, 2));
      assertEquals(
          List.of("start 1-2 x 2", "1.1", "1.2", "epoch 1", "2.1", "2.2", "epoch 2", "stop"),
          calls.all());
      assertEquals(StopReason.Kind.EPOCH_LIMIT, trainer.stopReason().kind());
    }
  }

  /** The probe measures only: the same model comes out without it. */
  @Test
  void theProbeChangesNothing() throws IOException {
    LabelledImages probe = new LabelledImages(Tiny.images(6, 4, 5), new int[] {0, 1, 2, 0, 1, 2});
    Images images = Tiny.images(20, 4, 2);
    try (JointVae with = JointVae.create(Tiny.SIZES, 1);
        JointVae without = JointVae.create(Tiny.SIZES, 1)) {
      new JointVaeTrainer(with, Tiny.config(2, 1)).probe(probe).fit(images);
      new JointVaeTrainer(without, Tiny.config(2, 1)).fit(images);
      Tiny.assertSameModel(without, with);
    }
  }

  @Test
  void anExplosionIsReported() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      JointVaeTrainer trainer =
          new JointVaeTrainer(model, Tiny.config(3, 1).withLearningRate(1e20));
      TrainingFailedException e =
          assertThrows(TrainingFailedException.class, () -> trainer.fit(Tiny.images(20, 4, 2)));
      assertTrue(
          e.getMessage().contains("epoch 1") && e.getMessage().contains("learning rate"),
          e.getMessage());
      assertEquals(StopReason.Kind.FAILED, trainer.stopReason().kind());
    }
  }

  @Test
  void whatDoesNotFitTheModelIsRefused() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      JointVaeTrainer trainer = new JointVaeTrainer(model, Tiny.config(1, 1));
      String size =
          assertThrows(IllegalArgumentException.class, () -> trainer.fit(Tiny.images(20, 5, 2)))
              .getMessage();
      assertTrue(size.contains("4 x 4") && size.contains("5 x 5"), size);
      LabelledImages probe = new LabelledImages(Tiny.images(1, 4, 2), new int[] {3});
      String label =
          assertThrows(IllegalArgumentException.class, () -> trainer.probe(probe)).getMessage();
      assertTrue(label.contains("0 to 2") && label.contains("found 3"), label);
      assertThrows(IllegalArgumentException.class, () -> trainer.fit(Tiny.images(1, 4, 2)));
    }
  }
}
