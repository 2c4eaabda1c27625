package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.nn.PlainLayers;
import vaelab.nn.PlainParameters;
import vaelab.tensor.GradMode;
import vaelab.tensor.SavedModel;

/** What encoder and decoder of the VQ-VAE compute: the order of their layers, and each of them. */
@SuppressWarnings("try") // modes are closed, not used
class PlainVqVaeTest {
  /** Maps of 3 x 3 codes. */
  private static final VqVaeSizes SIZES = new VqVaeSizes(12, 3, 6);

  private static final int COUNT = 4;

  private static VqVae model(DataType type) {
    VqVae model = VqVae.create(SIZES, type, 1);
    PlainParameters.shake(model.parameters(), 0.5, 2);
    return model;
  }

  private static PlainParameters parameters(VqVae model) {
    return new PlainParameters(SavedModel.tensors(model.parameters()));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT64,1e-6", "FLOAT32,1e-4"})
  void encoderAndDecoderEqualPlainLoops(DataType type, double tolerance) {
    int dim = SIZES.dim();
    int side = SIZES.latentSide();
    int size = SIZES.channels() * SIZES.length();
    double[] x = new Random(3).doubles((long) COUNT * dim).toArray();
    double[] z = new Random(4).doubles((long) COUNT * size, -2, 2).toArray();
    try (VqVae model = model(type);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      NDArray images = scope.create(x, new Shape(COUNT, dim)).toType(type, false);
      double[] latents = PlainParameters.values(model.encode(store, images, false));
      Shape maps = new Shape(COUNT, SIZES.channels(), side, side);
      NDArray points = scope.create(z, maps).toType(type, false);
      double[] decoded = PlainParameters.values(model.decode(store, points, false));
      PlainParameters parameters = parameters(model);
      PlainVqVae plain = new PlainVqVae(SIZES, parameters);
      for (int n = 0; n < COUNT; n++) {
        double[][][] image = PlainLayers.image(x, n * dim, 1, SIZES.side(), SIZES.side());
        PlainLayers.assertClose(
            PlainLayers.flat(plain.encode(image)),
            Arrays.copyOfRange(latents, n * size, (n + 1) * size),
            tolerance,
            "latents of image " + n);
        double[][][] point = PlainLayers.image(z, n * size, SIZES.channels(), side, side);
        PlainLayers.assertClose(
            PlainLayers.flat(plain.decode(point)),
            Arrays.copyOfRange(decoded, n * dim, (n + 1) * dim),
            tolerance,
            "image of latents " + n);
      }
      assertEquals(Set.of("codebook"), parameters.unread(), "parameters besides the layers'");
    }
  }

  /** Images to codes and codes to images, as separation has it. */
  @ParameterizedTest
  @CsvSource({"FLOAT64,1e-6", "FLOAT32,1e-4"})
  void codesOfImagesAndImagesOfCodesEqualPlainLoops(DataType type, double tolerance) {
    int dim = SIZES.dim();
    float[] images = new float[COUNT * dim];
    Random random = new Random(5);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    double[] x = PlainLayers.doubles(images);
    try (VqVae model = model(type)) {
      int[][] codes = model.codes(images);
      double[] decoded = PlainLayers.doubles(model.images(codes));
      PlainParameters parameters = parameters(model);
      PlainVqVae plain = new PlainVqVae(SIZES, parameters);
      for (int n = 0; n < COUNT; n++) {
        double[][][] image = PlainLayers.image(x, n * dim, 1, SIZES.side(), SIZES.side());
        int[] expected = plain.codes(plain.encode(image));
        assertArrayEquals(expected, codes[n], "codes of image " + n);
        PlainLayers.assertClose(
            PlainLayers.flat(plain.decode(plain.vectors(expected))),
            Arrays.copyOfRange(decoded, n * dim, (n + 1) * dim),
            tolerance,
            "image of codes " + n);
      }
      long used = Stream.of(codes).flatMapToInt(Arrays::stream).distinct().count();
      assertTrue(used > 2, "codes in use: " + used);
      assertEquals(Set.of(), parameters.unread(), "parameters that the loops do without");
    }
  }
}
