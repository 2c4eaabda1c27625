package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.msvae.TrainingConfig.Schedule;
import vaelab.msvae.TrainingConfig.Statistics;
import vaelab.train.ConvergenceRule;
import vaelab.train.History;
import vaelab.train.Interruption;
import vaelab.train.TrainingListener;

/** An interrupted and an uninterrupted run end with the same model, to the bit. */
class ResumeTest {
  private static final float[] DATA = Tiny.data(27, 3);

  @TempDir Path folder;

  private static void assertSameModel(MsVae expected, MsVae actual) {
    assertEquals(expected.scale(), actual.scale());
    expected
        .parameters()
        .forEach(
            (name, p) ->
                assertArrayEquals(
                    p.getArray().toFloatArray(),
                    actual.parameters().get(name).getArray().toFloatArray(),
                    name));
  }

  @ParameterizedTest
  @CsvSource({"1,false", "2,true"})
  void equalsTheUninterruptedRun(int samples, boolean trainDecoders) throws IOException {
    TrainingConfig config =
        Tiny.config(5, samples, 4)
            .with(
                v -> {
                  v.trainDecoders = trainDecoders;
                  v.decoderStatistics = Statistics.BATCH;
                });
    Path file = folder.resolve("run.safetensors");
    try (MsVae whole = Tiny.floats(2, 9);
        MsVae first = Tiny.floats(2, 9);
        MsVae second = Tiny.floats(2, 12345)) {
      History expected = new Trainer(whole, config).fit(DATA);
      // Ends by its epoch limit after two epochs; the limit is then raised.
      new Trainer(
              first,
              config.with(
                  v -> {
                    v.epochs = 2;
                    v.convergence = ConvergenceRule.never();
                  }))
          .checkpoint(file)
          .fit(DATA);
      History actual = new Trainer(second, config).checkpoint(file).fit(DATA);
      Histories.assertSame(expected, actual);
      assertSameModel(whole, second);
      assertArrayEquals(whole.pi(), second.pi());
    }
  }

  /** Killed in the middle of an epoch: the checkpoint of the epoch before goes on. */
  @Test
  void aCrashWithinAnEpochLosesThatEpochOnly() throws IOException {
    TrainingConfig config = Tiny.config(4, 1, 4);
    Path file = folder.resolve("run.safetensors");
    try (MsVae whole = Tiny.floats(2, 9);
        MsVae crashed = Tiny.floats(2, 9);
        MsVae again = Tiny.floats(2, 9)) {
      History expected = new Trainer(whole, config).fit(DATA);
      TrainingListener crash = new Interruption(3, 2);
      Trainer first = new Trainer(crashed, config).checkpoint(file).listener(crash);
      assertThrows(IllegalStateException.class, () -> first.fit(DATA));
      History actual = new Trainer(again, config).checkpoint(file).fit(DATA);
      Histories.assertSame(expected, actual);
      assertSameModel(whole, again);
    }
  }

  @Test
  void aFinishedRunIsReadBackWithoutFurtherSteps() throws IOException {
    TrainingConfig config = Tiny.config(2, 1, 4);
    Path file = folder.resolve("run.safetensors");
    try (MsVae model = Tiny.floats(2, 9);
        MsVae again = Tiny.floats(2, 10)) {
      History expected = new Trainer(model, config).checkpoint(file).fit(DATA);
      byte[] bytes = Files.readAllBytes(file);
      Histories.assertSame(expected, new Trainer(again, config).checkpoint(file).fit(DATA));
      assertSameModel(model, again);
      assertArrayEquals(bytes, Files.readAllBytes(file));
    }
  }

  @Test
  void probesThatWereUndefinedComeBackUndefined() throws IOException {
    TrainingConfig config = Tiny.config(2, 1, 4);
    Path file = folder.resolve("run.safetensors");
    Map<String, Double> odd =
        Map.of("nan", Double.NaN, "infinite", Double.NEGATIVE_INFINITY, "third", 1 / 3.0);
    try (MsVae model = Tiny.floats(1, 9)) {
      new Trainer(model, config).checkpoint(file).probe(m -> odd).fit(DATA);
      History read = new Trainer(model, config).checkpoint(file).probe(m -> odd).fit(DATA);
      odd.forEach((name, value) -> assertEquals(value, read.column(name)[1], name));
    }
  }

  @Test
  void anotherConfigurationIsRefused() throws IOException {
    TrainingConfig config = Tiny.config(2, 1, 4);
    Path file = folder.resolve("run.safetensors");
    try (MsVae model = Tiny.floats(2, 9)) {
      new Trainer(model, config).checkpoint(file).fit(DATA);
      TrainingConfig[] others = {
        config.with(v -> v.batchSize = 9),
        config.with(
            v -> {
              v.learningRate = 1e-3;
              v.schedule = Schedule.PAPER;
            }),
        config.with(
            v -> {
              v.trainDecoders = true;
              v.decoderStatistics = Statistics.BATCH;
            }),
        config.with(v -> v.mStep = TrainingConfig.MStepSchedule.NONE),
        Tiny.config(2, 1, 5),
        Tiny.config(2, 2, 4),
      };
      for (TrainingConfig other : others) {
        Trainer trainer = new Trainer(model, other).checkpoint(file);
        IOException e = assertThrows(IOException.class, () -> trainer.fit(DATA));
        assertTrue(e.getMessage().contains("another configuration"), e.getMessage());
      }
    }
  }

  @Test
  void filesThatAreNoCheckpointOfThisModelAreRefused() throws IOException {
    TrainingConfig config = Tiny.config(2, 1, 4);
    Path file = folder.resolve("run.safetensors");
    try (MsVae two = Tiny.floats(2, 9);
        MsVae three = Tiny.floats(3, 9)) {
      new Trainer(two, config).checkpoint(file).fit(DATA);
      Trainer other = new Trainer(three, config).checkpoint(file);
      IOException sizes = assertThrows(IOException.class, () -> other.fit(DATA));
      assertTrue(sizes.getMessage().contains("source 2"), sizes.getMessage());
      Path model = folder.resolve("model.safetensors");
      ModelFile.save(model, two);
      Trainer onModel = new Trainer(two, config).checkpoint(model);
      IOException kind = assertThrows(IOException.class, () -> onModel.fit(DATA));
      assertTrue(kind.getMessage().contains("checkpoint"), kind.getMessage());
      Path garbage = Files.writeString(folder.resolve("garbage"), "no tensors in here at all");
      Trainer onGarbage = new Trainer(two, config).checkpoint(garbage);
      assertThrows(IOException.class, () -> onGarbage.fit(DATA));
    }
  }

  /** A cosine ends at the epoch limit, so with another limit it is another run. */
  @Test
  void aRaisedLimitUnderACosineIsNotTakenForTheSameRun() throws IOException {
    TrainingConfig two =
        Tiny.config(2, 1, 4)
            .with(
                v -> {
                  v.learningRate = 5e-3;
                  v.schedule = Schedule.COSINE;
                });
    TrainingConfig four =
        two.with(
            v -> {
              v.epochs = 4;
              v.convergence = ConvergenceRule.never();
            });
    Path file = folder.resolve("run.safetensors");
    try (MsVae first = Tiny.floats(2, 9)) {
      new Trainer(first, two).checkpoint(file).fit(DATA);
      Trainer more = new Trainer(first, four).checkpoint(file);
      assertThrows(IOException.class, () -> more.fit(DATA));
    }
  }
}
