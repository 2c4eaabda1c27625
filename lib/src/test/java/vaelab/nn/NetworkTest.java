package vaelab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Encoder and decoder: sizes, BatchNorm's two kinds of statistics, the clamp. */
class NetworkTest {
  private static final NetworkSizes SMALL = new NetworkSizes(6, List.of(5, 4), 2);
  private static final DataType TYPE = DataType.FLOAT64;

  @Test
  void parameterCountsOfThePaper() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NetworkSizes image = NetworkSizes.image(28, 28);
      GaussianEncoder encoder =
          new GaussianEncoder(image, manager, DataType.FLOAT32, new Random(1));
      Decoder decoder = new Decoder(image, manager, DataType.FLOAT32, new Random(1));
      assertEquals(1_596_300 + 12_040, encoder.size());
      assertEquals(1_603_084, decoder.size());
      assertEquals(3_211_424, encoder.size() + decoder.size());
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NetworkSizes audio = NetworkSizes.audio(4369);
      long size =
          new GaussianEncoder(audio, manager, DataType.FLOAT32, new Random(1)).size()
              + new Decoder(audio, manager, DataType.FLOAT32, new Random(1)).size();
      assertEquals(4_270_905, size);
    }
  }

  @Test
  void sizesKnowHowManyValuesThereAre() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NetworkSizes twoSlots = new NetworkSizes(6, List.of(5, 4), 2 * SMALL.latent());
      long values =
          Stream.of(
                  new GaussianEncoder(twoSlots, manager, TYPE, new Random(1)),
                  new Decoder(SMALL, manager, TYPE, new Random(1)))
              .flatMap(network -> network.parameters().values().stream())
              .mapToLong(p -> p.getArray().size())
              .sum();
      assertEquals(values, SMALL.values(2));
    }
    int most = Integer.MAX_VALUE;
    assertTrue(new NetworkSizes(1, List.of(most, most), 1).values(1) > 0x1p62);
  }

  @Test
  void runningStatisticsAreSavedButNotTrained() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Decoder decoder = new Decoder(SMALL, manager, TYPE, new Random(1));
      // Two blocks: gamma, beta, running mean and variance each, weight and bias of three layers.
      assertEquals(2 * 4 + 3 * 2, decoder.parameters().size());
      assertEquals(2 * 2 + 3 * 2, decoder.trainable().size());
      for (Parameter p : decoder.parameters().values()) {
        assertTrue(!p.getArray().hasGradient(), "arrays themselves never record");
      }
    }
  }

  /** Momentum of 0.1 as PyTorch counts it: running = 0.9 running + 0.1 batch, unbiased variance. */
  @Test
  void runningStatisticsMoveByATenthInTrainingAndNotAtAllOtherwise() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Decoder decoder = new Decoder(SMALL, manager, TYPE, new Random(3));
      NDArray z = manager.create(new double[] {1, 2, -1, 0.5, 3, -2, 0.25, 1}, new Shape(4, 2));
      ParameterStore store = new ParameterStore(manager, false);
      Map<String, Parameter> parameters = decoder.parameters();
      List<String> names = List.copyOf(parameters.keySet());
      NDArray weight = parameters.get(names.get(0)).getArray();
      NDArray bias = parameters.get(names.get(1)).getArray();
      NDArray first = z.matMul(weight.transpose()).add(bias);
      double[] mean = first.mean(new int[] {0}).toDoubleArray();
      double[] variance =
          first.sub(first.mean(new int[] {0})).square().sum(new int[] {0}).div(3).toDoubleArray();
      decoder.decode(store, z, false);
      assertArrayEquals(new double[4], running(decoder, Parameter.Type.RUNNING_MEAN), 0);
      decoder.decode(store, z, true);
      double[] runningMean = running(decoder, Parameter.Type.RUNNING_MEAN);
      double[] runningVariance = running(decoder, Parameter.Type.RUNNING_VAR);
      for (int i = 0; i < 4; i++) {
        // DJL keeps the momentum in float32.
        assertEquals(0.1 * mean[i], runningMean[i], 1e-7);
        assertEquals(0.9 + 0.1 * variance[i], runningVariance[i], 1e-6);
      }
      decoder.decode(store, z, false);
      assertArrayEquals(runningMean, running(decoder, Parameter.Type.RUNNING_MEAN), 0);
    }
  }

  private static double[] running(Network network, Parameter.Type type) {
    return network.parameters().values().stream()
        .filter(p -> p.getType() == type)
        .findFirst()
        .orElseThrow()
        .getArray()
        .toDoubleArray();
  }

  /** Batch statistics make the first layer blind to the scale of z; running ones do not. */
  @Test
  void trainingNormalisesByTheBatch() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Decoder decoder = new Decoder(SMALL, manager, TYPE, new Random(5));
      ParameterStore store = new ParameterStore(manager, false);
      NDArray z = manager.create(new double[] {10, 20, -10, 5, 30, -20}, new Shape(3, 2));
      double[] once = decoder.decode(store, z, true).toDoubleArray();
      double[] twice = decoder.decode(store, z.mul(2), true).toDoubleArray();
      assertArrayEquals(once, twice, 1e-4, "up to BatchNorm's epsilon");
      double[] fixedOnce = decoder.decode(store, z, false).toDoubleArray();
      double[] fixedTwice = decoder.decode(store, z.mul(2), false).toDoubleArray();
      assertNotEquals(fixedOnce[0], fixedTwice[0], 1e-3);
    }
  }

  @Test
  void outputsAreProbabilitiesOfPixels() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Decoder decoder = new Decoder(SMALL, manager, TYPE, new Random(5));
      NDArray z = manager.randomNormal(new Shape(20, 2), TYPE);
      NDArray mu = decoder.decode(new ParameterStore(manager, false), z, false);
      assertEquals(new Shape(20, 6), mu.getShape());
      assertTrue(mu.min().getDouble() > 0 && mu.max().getDouble() < 1);
    }
  }

  @Test
  void logVariancesAreClampedSmoothlyAndMeansAreNot() {
    try (NDManager manager = NDManager.newBaseManager()) {
      GaussianEncoder encoder = new GaussianEncoder(SMALL, manager, TYPE, new Random(7));
      ParameterStore store = new ParameterStore(manager, false);
      NDArray x = manager.create(new double[] {1, 0, 0.5, 0.25, 0.75, 1}, new Shape(1, 6));
      Parameter bias = encoder.parameters().values().stream().reduce((a, b) -> b).orElseThrow();
      assertEquals(new Shape(4), bias.getArray().getShape(), "the head's bias comes last");
      for (double large : new double[] {0.5, 1e3, 1e8}) {
        set(bias.getArray(), new double[] {large, -large, large, -large});
        DiagonalGaussian q = encoder.encode(store, x, false);
        double[] logTau = q.logTau().toDoubleArray();
        assertTrue(Math.abs(q.nu().getDouble(0, 0) - large) < 3, "means have no clamp");
        for (double v : logTau) {
          assertTrue(Math.abs(v) <= 15 * (1 + 1e-7), "log-variance " + v);
        }
        if (large > 100) {
          assertArrayEquals(new double[] {15, -15}, logTau, 1e-5);
        }
      }
      Parameter weight =
          encoder.parameters().values().stream()
              .filter(p -> p.getArray().getShape().equals(new Shape(4, 4)))
              .findFirst()
              .orElseThrow();
      set(weight.getArray(), new double[16]);
      set(bias.getArray(), new double[] {0, 0, 0.1, -0.3});
      double[] small = encoder.encode(store, x, false).logTau().toDoubleArray();
      // 15 tanh(v/15) = v - v^3/675 + ...: the identity to third order.
      assertArrayEquals(new double[] {0.1 - 1e-3 / 675, -0.3 + 0.027 / 675}, small, 1e-7);
    }
  }

  private static void set(NDArray array, double[] values) {
    array.getManager().create(values, array.getShape()).copyTo(array);
  }

  @Test
  void copiesEverythingFromANetworkOfTheSameSizesOnly() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Decoder source = new Decoder(SMALL, manager, TYPE, new Random(1));
      Decoder target = new Decoder(SMALL, manager, TYPE, new Random(2));
      ParameterStore store = new ParameterStore(manager, false);
      NDArray z = manager.randomNormal(new Shape(8, 2), TYPE);
      source.decode(store, z, true); // moves the running statistics
      target.copyFrom(source);
      assertArrayEquals(
          source.decode(store, z, false).toDoubleArray(),
          target.decode(store, z, false).toDoubleArray(),
          0);
      Decoder other =
          new Decoder(new NetworkSizes(6, List.of(5, 3), 2), manager, TYPE, new Random(1));
      assertThrows(IllegalArgumentException.class, () -> target.copyFrom(other));
    }
  }

  @Test
  void refusesSizesThatMakeNoNetwork() {
    assertThrows(IllegalArgumentException.class, () -> new NetworkSizes(0, List.of(3), 2));
    assertThrows(IllegalArgumentException.class, () -> new NetworkSizes(4, List.of(), 2));
    assertThrows(IllegalArgumentException.class, () -> new NetworkSizes(4, List.of(3, 0), 2));
    assertThrows(IllegalArgumentException.class, () -> new NetworkSizes(4, List.of(3), 0));
  }
}
