package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.PenStrokeDigits;
import vaelab.experiments.Scale;
import vaelab.lass.Lass;
import vaelab.train.History;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

class LassTrainingTest {
  private static final LassSettings SETTINGS = LassSettings.of(Scale.SMOKE, 5);
  private static final float[] IMAGES = PenStrokeDigits.generate(60, 1).images().pixels();

  @TempDir Path directory;

  /** Remembers what was begun, and stops at an epoch of the whole course. */
  private static final class Stopping implements TrainingListener {
    private final List<String> begun = new ArrayList<>();
    private int epochsLeft;

    Stopping(int epochsLeft) {
      this.epochsLeft = epochsLeft;
    }

    @Override
    public void onStart(TrainingPlan plan) {
      begun.add(plan.title());
    }

    @Override
    public void onEpoch(History history) {
      if (--epochsLeft == 0) {
        throw new IllegalStateException("stop here");
      }
    }
  }

  private Lass train(String name, TrainingListener listener) throws IOException {
    return training(name).run(IMAGES, listener);
  }

  private LassTraining training(String name) {
    return new LassTraining(directory.resolve(name), SETTINGS.config(), SETTINGS.seed());
  }

  @Test
  void anInterruptedTrainingGoesOnInThePartItWasIn() throws IOException {
    // One epoch of each network, then one pass of counting.
    Stopping inPrior = new Stopping(2);
    assertThrows(IllegalStateException.class, () -> train("parts", inPrior));
    assertEquals(2, inPrior.begun.size(), inPrior.begun.toString());
    Stopping rest = new Stopping(Integer.MAX_VALUE);
    try (Lass parts = train("parts", rest);
        Lass whole = train("whole", TrainingListener.NONE)) {
      assertEquals(List.of("LASS, counting tables"), rest.begun);
      assertArrayEquals(whole.samples(4, 1), parts.samples(4, 1));
      assertEquals(whole.tables().get(1).size(), parts.tables().get(1).size());
    }
    assertTrue(training("parts").seconds() > 0);
    assertFalse(Files.exists(directory.resolve("parts").resolve("vq-vae.checkpoint.safetensors")));
    Stopping none = new Stopping(1);
    train("parts", none).close();
    assertEquals(List.of(), none.begun, "what is complete is only read");
  }
}
