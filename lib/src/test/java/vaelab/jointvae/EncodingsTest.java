package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vaelab.data.Images;
import vaelab.tensor.GradMode;

/** Encodings of many images, and the images that come out of latents. */
@SuppressWarnings("try") // modes are closed, not used
class EncodingsTest {

  /** More images than one batch holds: each stands where it belongs. */
  @Test
  void batchesAreJoinedInOrder() {
    int count = 1203;
    Images images = Tiny.images(count, 4, 1);
    try (JointVae model = JointVae.create(Tiny.SIZES, 1);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      JointPosterior q =
          model.encode(
              new ParameterStore(scope, false), Encodings.tensor(images, scope, DataType.FLOAT32));
      Encodings encodings = Encodings.of(model, images);
      assertEquals(count, encodings.count());
      assertArrayEquals(q.z().nu().toFloatArray(), encodings.nu(), 1e-6f);
      assertArrayEquals(q.z().logTau().toFloatArray(), encodings.logTau(), 1e-6f);
      assertArrayEquals(q.c().logAlpha().toFloatArray(), encodings.logAlpha(), 1e-6f);
      double[] kl = encodings.klOfLatents();
      assertEquals(2, kl.length);
      assertEquals(q.z().klToStandardNormal().mean().getFloat(), kl[0] + kl[1], 1e-5);
    }
  }

  @Test
  void theMostProbableCategoryIsChosen() {
    float[] logAlpha = {-3, -1, -2, /**/ -1, -1, -2, /**/ -9, -8, -7};
    assertArrayEquals(
        new int[] {1, 0, 2}, new Encodings(3, new float[0], new float[0], logAlpha).categories());
  }

  /** By hand: a mean of 2, and a variance of 1/e, in one of two images. */
  @Test
  void divergenceOfEachLatent() {
    Encodings encodings =
        new Encodings(2, new float[] {2, 0, 0, 0}, new float[] {0, 0, 0, -1}, new float[6]);
    assertArrayEquals(new double[] {1, 0.25 * Math.exp(-1)}, encodings.klOfLatents(), 1e-12);
  }

  @Test
  void noImagesHaveNoEncodings() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      Encodings none = Encodings.of(model, new Images(new float[0], 0, 4, 4));
      assertEquals(0, none.categories().length);
    }
  }

  /** Every image of a traversal alone is what its latents decode to. */
  @Test
  void traversalsSweepOneLatentUnderEveryCategory() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      Decodings decodings = new Decodings(model);
      double[] values = {-1.5, 0, 1.5, 3};
      Images grid = decodings.traversal(1, values);
      assertEquals(3 * 4, grid.count());
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 4; i++) {
          Images alone = decodings.decode(new float[] {0, (float) values[i]}, new int[] {c});
          assertArrayEquals(alone.pixels(), grid.image(4 * c + i), 1e-6f);
        }
      }
      assertTrue(!Arrays.equals(grid.image(0), grid.image(1)), "the latent matters");
      assertTrue(!Arrays.equals(grid.image(0), grid.image(4)), "the category matters");
      assertThrows(IllegalArgumentException.class, () -> decodings.traversal(2, values));
      assertThrows(IllegalArgumentException.class, () -> decodings.traversal(-1, values));
    }
  }

  /** A decoder of zero weights paints its last bias: sigmoid(-0.8) everywhere. */
  @Test
  void imagesAreProbabilities() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      model.parameters().values().forEach(p -> p.getArray().muli(0));
      Tiny.set(ObjectiveTest.last(model, "decoder."), -0.8);
      Images images = new Decodings(model).samples(2, 1);
      assertEquals(4, images.height());
      for (float pixel : images.pixels()) {
        assertEquals(1 / (1 + Math.exp(0.8)), pixel, 1e-7);
      }
    }
  }

  @Test
  void samplesDependOnTheSeedAlone() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      Decodings decodings = new Decodings(model);
      float[] once = decodings.samples(7, 3).pixels();
      assertArrayEquals(once, decodings.samples(7, 3).pixels());
      assertTrue(!Arrays.equals(once, decodings.samples(7, 4).pixels()));
      assertTrue(!Arrays.equals(Arrays.copyOf(once, 16), Arrays.copyOfRange(once, 16, 32)));
    }
  }

  @Test
  void reconstructionsTakeTheMeanAndTheCategory() {
    Images images = Tiny.images(5, 4, 2);
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      Encodings encodings = Encodings.of(model, images);
      Decodings decodings = new Decodings(model);
      assertArrayEquals(
          decodings.decode(encodings.nu(), encodings.categories()).pixels(),
          decodings.reconstructions(images).pixels());
    }
  }

  @Test
  void latentsThatDoNotFitAreRefused() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      Decodings decodings = new Decodings(model);
      for (int category : new int[] {-1, 3}) {
        String message =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> decodings.decode(new float[2], new int[] {category}))
                .getMessage();
        assertTrue(message.contains("found " + category), message);
      }
      assertThrows(
          IllegalArgumentException.class, () -> decodings.decode(new float[3], new int[] {1}));
      assertThrows(IllegalArgumentException.class, () -> Encodings.of(model, Tiny.images(1, 8, 1)));
    }
  }
}
