package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vaelab.nn.NetworkSizes;
import vaelab.separation.AverageSeparator;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;
import vaelab.tensor.Workers;
import vaelab.train.Calls;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.vaebss.VaeBssConfig.Preset;
import vaelab.vaebss.VaeBssConfig.Schedule;
import vaelab.vaebss.VaeBssSeparator.Scale;

/** Training: that it learns to separate, what it reports, and how it fails. */
class VaeBssTrainerTest {
  private static final int SIDE = 8;
  private static final int DIM = SIDE * SIDE;

  /** Images of a bright rectangle each, four or five pixels high and wide, at a random place. */
  private static float[] rectangles(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] images = new float[count * DIM];
    for (int n = 0; n < count; n++) {
      int size = 4 + random.nextInt(2);
      int top = random.nextInt(SIDE - size + 1);
      int left = random.nextInt(SIDE - size + 1);
      for (int y = top; y < top + size; y++) {
        Arrays.fill(images, n * DIM + y * SIDE + left, n * DIM + y * SIDE + left + size, 1);
      }
    }
    return images;
  }

  /** Mean squared error of both sources under the better of the two assignments. */
  private static double error(SourceSeparator separator, float[] first, float[] second) {
    float[] sum = new float[first.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = first[i] + second[i];
    }
    Separation estimate = separator.separate(sum, DIM, 2);
    double total = 0;
    for (int n = 0; n < estimate.count(); n++) {
      double straight = 0;
      double crossed = 0;
      for (int d = 0; d < DIM; d++) {
        float a = estimate.sources()[2 * n * DIM + d];
        float b = estimate.sources()[(2 * n + 1) * DIM + d];
        float x = first[n * DIM + d];
        float y = second[n * DIM + d];
        straight += (a - x) * (a - x) + (b - y) * (b - y);
        crossed += (a - y) * (a - y) + (b - x) * (b - x);
      }
      total += Math.min(straight, crossed);
    }
    return total / sum.length / 2;
  }

  /** Sources come out on their own scale, far closer than half the mixture each. */
  @Test
  void learnsToSeparateWithoutLabels() throws IOException {
    VaeBssConfig config =
        VaeBssConfig.of(Preset.K_MATCHED, 2, 30, 1).withRates(3e-3, Schedule.COSINE);
    float[] first = rectangles(400, 2);
    float[] second = rectangles(400, 3);
    try (VaeBss model = VaeBss.create(new NetworkSizes(DIM, List.of(96, 64), 4), 2, 2, 1)) {
      VaeBssSeparator separator = new VaeBssSeparator(Map.of(2, model), Scale.SCALE_MATCHED, 1);
      double average = error(new AverageSeparator(), first, second);
      double untrained = error(separator, first, second);
      double[] objective =
          new VaeBssTrainer(model, config).fit(rectangles(2048, 1)).column("objective");
      double trained = error(separator, first, second);
      double masked = error(separator.masked(), first, second);
      double released =
          error(new VaeBssSeparator(Map.of(2, model), Scale.AS_RELEASED, 1), first, second);
      assertTrue(objective[29] < 0.5 * objective[0], Arrays.toString(objective));
      assertTrue(untrained > average, "an untrained model separates nothing: " + untrained);
      assertTrue(trained < 0.5 * average, trained + " of " + average);
      assertTrue(masked < trained, masked + " of " + trained);
      assertTrue(released > trained, "off its scale it is worse: " + released);
    }
  }

  @Test
  void historyHoldsWhatWasMinimised() throws IOException {
    VaeBssConfig config = Tiny.config(4, 1);
    try (VaeBss model = Tiny.floats(config, 1)) {
      VaeBssTrainer trainer = new VaeBssTrainer(model, config);
      History history = trainer.fit(Tiny.images(50, 2));
      assertEquals(
          List.of("objective", "reconstruction", "kl", "elbo", "beta", "learningRate", "seconds"),
          history.columns());
      for (int i = 0; i < 4; i++) {
        double beta = history.column("beta")[i];
        assertEquals(i == 0 ? 0.25 : 0.5, beta);
        assertEquals(
            history.column("reconstruction")[i] + beta * history.column("kl")[i],
            history.column("objective")[i],
            1e-12);
        assertEquals(5e-3 * Math.pow(0.9998, i), history.column("learningRate")[i], 1e-15);
      }
      assertEquals(StopReason.Kind.EPOCH_LIMIT, trainer.stopReason().kind());
    }
  }

  @Test
  void tellsTheListenerOfEachStepInOrder() throws IOException {
    VaeBssConfig config = Tiny.config(2, 1);
    Calls calls = new Calls();
    try (VaeBss model = Tiny.floats(config, 1)) {
      new VaeBssTrainer(model, config).listener(calls).fit(Tiny.images(41, 2));
    }
    // 20 mixtures in batches of 8, 8 and 4; one image is left over.
    assertEquals(
        List.of(
            "start 1-2 x 3",
            "1.1",
            "1.2",
            "1.3",
            "epoch 1",
            "2.1",
            "2.2",
            "2.3",
            "epoch 2",
            "stop"),
        calls.all());
  }

  @Test
  void twoRunsAreTheSameToTheBit() throws IOException {
    VaeBssConfig config = Tiny.config(3, 1);
    try (VaeBss one = Tiny.floats(config, 6);
        VaeBss two = Tiny.floats(config, 6)) {
      Tiny.assertSameHistory(
          new VaeBssTrainer(one, config).fit(Tiny.images(50, 7)),
          new VaeBssTrainer(two, config).fit(Tiny.images(50, 7)));
      Tiny.assertSameModel(one, two);
    }
  }

  /** The models for several K may be trained at the same time, a core each. */
  @Test
  void trainingsSideBySideDoNotTouchEachOther() {
    float[] images = Tiny.images(50, 7);
    History[] histories = new History[6];
    Workers.forEach(
        histories.length,
        i -> {
          int seed = i % 3;
          VaeBssConfig config = VaeBssConfig.of(Preset.K_MATCHED, 2 + seed, 5, seed);
          try (VaeBss model = Tiny.floats(config, seed)) {
            histories[i] = new VaeBssTrainer(model, config.withBatchSize(4)).fit(images);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    for (int i = 0; i < 3; i++) {
      // Each ran twice, beside others.
      Tiny.assertSameHistory(histories[i], histories[i + 3]);
    }
  }

  /** Every step holds as many tensors as the one before, and a run leaves those of the model. */
  @Test
  void stepsLeaveNoTensorBehind() throws IOException {
    VaeBssConfig config = Tiny.config(10, 1);
    try (VaeBss model = Tiny.floats(config, 6)) {
      int before = model.manager().getManagedArrays().size();
      Set<Integer> during = new HashSet<>();
      TrainingListener count =
          new TrainingListener() {
            @Override
            public void onStep(int epoch, int step, double elbo) {
              during.add(model.manager().getManagedArrays().size());
            }
          };
      new VaeBssTrainer(model, config).listener(count).fit(Tiny.images(48, 7));
      assertEquals(1, during.size(), "tensors alive after steps: " + during);
      assertEquals(before, model.manager().getManagedArrays().size());
    }
  }

  private static String failure(float[] images, double learningRate) {
    VaeBssConfig config = Tiny.config(50, 1).withRates(learningRate, Schedule.RELEASED);
    try (VaeBss model = Tiny.floats(config, 1)) {
      VaeBssTrainer trainer = new VaeBssTrainer(model, config);
      TrainingFailedException e =
          assertThrows(TrainingFailedException.class, () -> trainer.fit(images));
      assertEquals(StopReason.Kind.FAILED, trainer.stopReason().kind());
      return e.getMessage();
    }
  }

  @Test
  void undefinedImagesAreNamedAsTheCause() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] images = Tiny.images(48, 2);
      images[17] = bad;
      String message = failure(images, 1e-3);
      assertTrue(message.contains("epoch 1, batch "), message);
      assertTrue(message.contains("images contain NaN or infinite values"), message);
    }
  }

  @Test
  void stepsThatAreFarTooLongAreNamedAsTheCause() {
    String message = failure(Tiny.images(48, 2), 1e38);
    assertTrue(message.contains("try a lower learning rate"), message);
  }

  @Test
  void refusesDataOrConfigurationsThatDoNotFit() {
    VaeBssConfig config = Tiny.config(1, 1);
    try (VaeBss model = Tiny.floats(config, 1)) {
      VaeBssTrainer trainer = new VaeBssTrainer(model, config);
      assertThrows(IllegalArgumentException.class, () -> trainer.fit(new float[Tiny.DIM * 4 + 1]));
      assertThrows(IllegalArgumentException.class, () -> trainer.fit(new float[Tiny.DIM * 3]));
      VaeBssConfig three = VaeBssConfig.of(Preset.K_MATCHED, 3, 1, 1);
      assertThrows(IllegalArgumentException.class, () -> new VaeBssTrainer(model, three));
    }
  }
}
