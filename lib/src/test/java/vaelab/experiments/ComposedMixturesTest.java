package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vaelab.data.AffineJitter;
import vaelab.data.Images;
import vaelab.data.LabelledImages;
import vaelab.msvae.MsVae;
import vaelab.msvae.TrainingData;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.nn.NetworkSizes;

/** Mixtures made anew for every epoch, and the noise that they get. */
class ComposedMixturesTest {
  private static final int DIM = 4;
  private static final int[] CLASSES = {3, 7};
  private static final float[] NONE = {};

  /** Two images a class, each with one bright pixel of its own. */
  private static LabelledImages pool() {
    float[] pixels = new float[4 * DIM];
    for (int n = 0; n < 4; n++) {
      pixels[n * DIM + n] = 1;
    }
    return new LabelledImages(new Images(pixels, 4, 2, 2), new int[] {3, 3, 7, 7});
  }

  private static ComposedMixtures mixtures(int copies, double rate, double b, float[] given) {
    SourcePool pool = new SourcePool(pool(), CLASSES, AffineJitter.DIGITS, copies);
    return new ComposedMixtures(pool, rate, b, given, 400, 11);
  }

  @Test
  void anEpochIsAFunctionOfItsNumber() {
    ComposedMixtures data = mixtures(2, 0.5, 0.1, NONE);
    TrainingData.Epoch third = data.epoch(3);
    assertEquals(400, data.points());
    assertEquals(400 * DIM, third.x().length);
    assertArrayEquals(third.x(), data.epoch(3).x());
    assertArrayEquals(third.states(), data.epoch(3).states());
    assertFalse(Arrays.equals(third.x(), data.epoch(4).x()));
    assertFalse(Arrays.equals(third.states(), data.epoch(4).states()));
  }

  @Test
  void observationsShowTheStatesThatAreTold() {
    TrainingData.Epoch epoch = mixtures(1, 0.3, 0, NONE).epoch(1);
    double[] active = new double[2];
    for (int n = 0; n < 400; n++) {
      float first = epoch.x()[n * DIM] + epoch.x()[n * DIM + 1];
      float second = epoch.x()[n * DIM + 2] + epoch.x()[n * DIM + 3];
      assertEquals(epoch.states()[n] & 1, first);
      assertEquals(epoch.states()[n] >> 1, second);
      active[0] += first / 400;
      active[1] += second / 400;
    }
    // Four standard errors of 400 draws.
    assertEquals(0.3, active[0], 0.1);
    assertEquals(0.3, active[1], 0.1);
  }

  @Test
  void halfAreGivenOnesWithoutStatesAndOthersEveryTime() {
    float[] given = new float[300 * DIM];
    for (int n = 0; n < 300; n++) {
      given[n * DIM] = 100 + n;
    }
    ComposedMixtures data = mixtures(1, 0.3, 0, given);
    List<Set<Float>> seen = new ArrayList<>();
    for (int epoch : new int[] {1, 2}) {
      TrainingData.Epoch both = data.epoch(epoch);
      Set<Float> marks = new HashSet<>();
      for (int n = 0; n < 400; n++) {
        float mark = both.x()[n * DIM];
        assertEquals(n >= 200, mark >= 100, "row " + n);
        assertEquals(n >= 200, both.states()[n] == TrainingData.Epoch.UNKNOWN);
        if (n >= 200) {
          marks.add(mark);
        }
      }
      assertEquals(200, marks.size(), "none twice");
      seen.add(marks);
    }
    assertFalse(seen.get(0).equals(seen.get(1)));
  }

  @Test
  void ownSourcesBecomeAClassAStream() {
    SourcePool pool =
        SourcePool.of(List.of(new float[] {0, 0, 0.25f, 0.25f}, new float[] {1, 1}), 2);
    assertArrayEquals(new int[] {0, 1}, pool.classes());
    assertArrayEquals(new int[] {0, 0, 1}, pool.images().labels());
    TrainingData.Epoch epoch = new ComposedMixtures(pool, 0.5, 0, NONE, 50, 3).epoch(1);
    for (int n = 0; n < 50; n++) {
      float first = epoch.x()[2 * n] - (epoch.states()[n] >> 1);
      assertTrue(first == 0 || first == 0.25f && (epoch.states()[n] & 1) == 1, "row " + n);
    }
  }

  /** A silent model explains nothing: half of the values are noise, half have structure. */
  @Test
  void theNoiseIsTakenWhereNothingElseIs() {
    double b = 0.1;
    int dim = 20;
    int points = 2_000;
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[points * dim];
    for (int i = 0; i < x.length; i++) {
      double magnitude = -b * Math.log(1 - random.nextDouble());
      double structure = i % dim < dim / 2 ? 0 : 0.4 * random.nextDouble();
      x[i] = (float) (structure + (random.nextBoolean() ? magnitude : -magnitude));
    }
    try (MsVae model = MsVae.create(new NetworkSizes(dim, List.of(4), 2), List.of("a"), 1)) {
      model.setPrior(new BernoulliPrior(new double[] {1e-12}));
      model.setScale(0.15);
      assertEquals(b, NoiseFloor.of(model, x), 0.05 * b);
      model.setScale(0.05);
      assertEquals(0.05, NoiseFloor.of(model, x), "never above the model's own b");
    }
  }
}
