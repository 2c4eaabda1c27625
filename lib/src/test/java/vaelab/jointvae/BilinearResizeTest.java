package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vaelab.data.Images;

/** Enlargement by hand, with values at the centres of pixels. */
class BilinearResizeTest {

  /**
   * Two to four: outputs at -1/4 (held at 0), 1/4, 3/4 and 5/4 (held at 1). Rows 1 and 2 mix the
   * outer ones 3 : 1 and 1 : 3.
   */
  @Test
  void twoPixelsBecomeFour() {
    Images small = new Images(new float[] {0, 1, 0.5f, 0.25f}, 1, 2, 2);
    float[] expected = {
      0, 0.25f, 0.75f, 1, //
      0.125f, 0.296875f, 0.640625f, 0.8125f, //
      0.375f, 0.390625f, 0.421875f, 0.4375f, //
      0.5f, 0.4375f, 0.3125f, 0.25f,
    };
    assertArrayEquals(expected, BilinearResize.resize(small, 4).pixels(), 1e-7f);
  }

  /** 28 to 32: output i lies at 0.875 i - 0.0625, which a ramp shows directly. */
  @Test
  void aRampShowsWhereOutputsLie() {
    float[] pixels = new float[28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % 28 / 32f; // exact in binary, as are the shares
    }
    Images large = BilinearResize.resize(new Images(pixels, 1, 28, 28), 32);
    assertEquals(32, large.height());
    assertEquals(32, large.width());
    for (int i = 0; i < 32; i++) {
      for (int j = 0; j < 32; j++) {
        double at = Math.min(Math.max(0.875 * j - 0.0625, 0), 27);
        assertEquals(at / 32, large.pixels()[i * 32 + j], 0, "row " + i + ", column " + j);
      }
    }
  }

  @Test
  void imagesDoNotMixAndRowsAreNotColumns() {
    // First image white, second one white in its lowest row only; three columns, two rows.
    float[] pixels = {1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1};
    Images large = BilinearResize.resize(new Images(pixels, 2, 2, 3), 4);
    assertEquals(2, large.count());
    for (float value : large.image(0)) {
      assertEquals(1, value, 0);
    }
    float[] rows = {0, 0.25f, 0.75f, 1};
    for (int i = 0; i < 16; i++) {
      assertEquals(rows[i / 4], large.image(1)[i], 0);
    }
  }

  @Test
  void theSameSideChangesNothing() {
    Images images = Tiny.images(3, 5, 1);
    assertArrayEquals(images.pixels(), BilinearResize.resize(images, 5).pixels());
  }

  @Test
  void smallerImagesAreRefused() {
    Images images = Tiny.images(1, 5, 1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> BilinearResize.resize(images, 4))
            .getMessage();
    assertTrue(message.contains("5 x 5") && message.contains("found 4"), message);
  }
}
