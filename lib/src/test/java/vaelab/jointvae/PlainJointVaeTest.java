package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.nn.PlainLayers;
import vaelab.nn.PlainParameters;
import vaelab.tensor.GradMode;
import vaelab.tensor.SavedModel;

/** What JointVAE's networks compute: the order of their layers, and each of them. */
@SuppressWarnings("try") // modes are closed, not used
class PlainJointVaeTest {
  /** As many layers as released; maps of 2 x 2 in the middle, and no two widths alike. */
  private static final JointVaeSizes SIZES =
      new JointVaeSizes(16, List.of(3, 4, 5), List.of(6, 2), 7, 3, 4);

  /** Enough rows that hardly a unit is zero in all of them; such a one would hide its weights. */
  private static final int COUNT = 40;

  private static final int Z = SIZES.latent();
  private static final int C = SIZES.categories();
  private static final int DIM = SIZES.dim();

  private static JointVae model(DataType type) {
    JointVae model = JointVae.create(SIZES, type, 3);
    PlainParameters.shake(model.parameters(), 0.2, 2);
    for (Parameter parameter : model.parameters().values()) {
      // Raised for the same reason: units that are zero somewhere, not everywhere.
      if (parameter.getType() == Parameter.Type.BIAS) {
        parameter.getArray().addi(1.5);
      }
    }
    return model;
  }

  private static PlainParameters parameters(JointVae model) {
    return new PlainParameters(SavedModel.tensors(model.parameters()));
  }

  private static double[] row(double[] values, int n, int width) {
    return Arrays.copyOfRange(values, n * width, (n + 1) * width);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT64,1e-6", "FLOAT32,1e-4"})
  void encoderAndDecoderEqualPlainLoops(DataType type, double tolerance) {
    double[] x = new Random(3).doubles((long) COUNT * DIM, -3, 3).toArray();
    double[] z = new Random(4).doubles((long) COUNT * Z, -3, 3).toArray();
    double[] c = new Random(5).doubles((long) COUNT * C, -3, 3).toArray();
    try (JointVae model = model(type);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      Shape images = new Shape(COUNT, 1, SIZES.side(), SIZES.side());
      JointPosterior q = model.encode(store, scope.create(x, images).toType(type, false));
      NDArray latents = scope.create(z, new Shape(COUNT, Z)).toType(type, false);
      NDArray points = scope.create(c, new Shape(COUNT, C)).toType(type, false);
      double[] decoded =
          PlainParameters.values(Activation.sigmoid(model.decode(store, latents, points)));
      PlainParameters parameters = parameters(model);
      PlainJointVae plain = new PlainJointVae(SIZES, parameters);
      double[] nu = PlainParameters.values(q.z().nu());
      double[] logTau = PlainParameters.values(q.z().logTau());
      double[] logAlpha = PlainParameters.values(q.c().logAlpha());
      for (int n = 0; n < COUNT; n++) {
        double[][][] image = PlainLayers.image(x, n * DIM, 1, SIZES.side(), SIZES.side());
        PlainJointVae.Posterior expected = plain.encode(image);
        String of = " of image " + n;
        PlainLayers.assertClose(expected.nu(), row(nu, n, Z), tolerance, "means" + of);
        PlainLayers.assertClose(
            expected.logTau(), row(logTau, n, Z), tolerance, "log-variances" + of);
        PlainLayers.assertClose(
            expected.logAlpha(), row(logAlpha, n, C), tolerance, "log-probabilities" + of);
        double[][][] painted = plain.decode(row(z, n, Z), row(c, n, C));
        PlainLayers.assertClose(
            PlainLayers.flat(painted), row(decoded, n, DIM), tolerance, "image of latents " + n);
      }
      assertEquals(Set.of(), parameters.unread(), "parameters that the loops do without");
    }
  }

  /** A reconstruction is the image of the mean and of the most probable category as a one. */
  @Test
  void reconstructionsEqualPlainLoops() {
    float[] pixels = Tiny.images(COUNT, SIZES.side(), 6).pixels();
    try (JointVae model = model(DataType.FLOAT32)) {
      double[] found =
          PlainLayers.doubles(
              new Decodings(model).reconstructions(Tiny.images(COUNT, SIZES.side(), 6)).pixels());
      PlainJointVae plain = new PlainJointVae(SIZES, parameters(model));
      for (int n = 0; n < COUNT; n++) {
        double[][][] image =
            PlainLayers.image(PlainLayers.doubles(pixels), n * DIM, 1, SIZES.side(), SIZES.side());
        PlainJointVae.Posterior q = plain.encode(image);
        double[] category = new double[C];
        int best =
            IntStream.range(0, C).reduce(0, (a, b) -> q.logAlpha()[b] > q.logAlpha()[a] ? b : a);
        category[best] = 1;
        double[] expected = PlainLayers.flat(plain.decode(q.nu(), category));
        PlainLayers.assertClose(expected, row(found, n, DIM), 1e-4, "reconstruction " + n);
      }
    }
  }
}
