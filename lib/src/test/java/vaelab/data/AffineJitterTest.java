package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AffineJitterTest {
  private static final int SIZE = 15;

  /** A square of ones in the middle of a dark image. */
  private static float[] square() {
    float[] image = new float[SIZE * SIZE];
    for (int r = 5; r < 10; r++) {
      Arrays.fill(image, r * SIZE + 5, r * SIZE + 10, 1);
    }
    return image;
  }

  private static double[] centre(float[] images, int n) {
    double mass = 0;
    double row = 0;
    double column = 0;
    for (int p = 0; p < SIZE * SIZE; p++) {
      float value = images[n * SIZE * SIZE + p];
      mass += value;
      row += value * (p / SIZE);
      column += value * (p % SIZE);
    }
    return new double[] {mass, row / mass, column / mass};
  }

  @Test
  void theFirstCopyIsTheImageAndTheOthersAreNot() {
    float[] copies = AffineJitter.DIGITS.copies(square(), SIZE, SIZE, 3, 1);
    assertEquals(3 * SIZE * SIZE, copies.length);
    assertArrayEquals(square(), Arrays.copyOf(copies, SIZE * SIZE));
    assertFalse(Arrays.equals(square(), Arrays.copyOfRange(copies, SIZE * SIZE, 2 * SIZE * SIZE)));
    for (float value : copies) {
      assertTrue(value >= 0 && value <= 1);
    }
  }

  @Test
  void withoutBoundsEveryCopyIsTheImage() {
    float[] copies = new AffineJitter(0, 0, 0, 0).copies(square(), SIZE, SIZE, 2, 1);
    assertArrayEquals(square(), Arrays.copyOfRange(copies, SIZE * SIZE, copies.length), 1e-6f);
  }

  @Test
  void shiftsMoveTheCentreByAtMostTheBoundAndInAllDirections() {
    float[] copies = new AffineJitter(0, 0, 0, 2).copies(square(), SIZE, SIZE, 200, 5);
    double least = 0;
    double most = 0;
    for (int n = 0; n < 200; n++) {
      double[] c = centre(copies, n);
      assertEquals(25, c[0], 1e-4); // nothing is lost: the square stays inside
      assertTrue(Math.abs(c[1] - 7) <= 2 && Math.abs(c[2] - 7) <= 2);
      least = Math.min(least, c[2] - 7);
      most = Math.max(most, c[2] - 7);
    }
    assertTrue(least < -1.8 && most > 1.8, least + " to " + most);
  }

  @Test
  void rotationsAndShearsKeepCentreAndAreaScalesKeepTheCentre() {
    float[] turned = new AffineJitter(0.5, 0, 0, 0).copies(square(), SIZE, SIZE, 20, 5);
    float[] slanted = new AffineJitter(0, 0, 0.3, 0).copies(square(), SIZE, SIZE, 20, 5);
    float[] scaled = new AffineJitter(0, 0.2, 0, 0).copies(square(), SIZE, SIZE, 20, 5);
    double least = 25;
    double most = 25;
    for (int n = 0; n < 20; n++) {
      for (float[] images : new float[][] {turned, slanted, scaled}) {
        assertEquals(7, centre(images, n)[1], 1e-4);
        assertEquals(7, centre(images, n)[2], 1e-4);
      }
      assertEquals(25, centre(turned, n)[0], 1);
      assertEquals(25, centre(slanted, n)[0], 1);
      least = Math.min(least, centre(scaled, n)[0]);
      most = Math.max(most, centre(scaled, n)[0]);
    }
    assertTrue(least < 22 && most > 28 && least > 25 / 1.5 && most < 25 / 0.6);
  }

  @Test
  void theSameSeedGivesTheSameCopies() {
    assertArrayEquals(
        AffineJitter.DIGITS.copies(square(), SIZE, SIZE, 4, 9),
        AffineJitter.DIGITS.copies(square(), SIZE, SIZE, 4, 9));
  }

  @Test
  void refusesWhatHasNoMeaning() {
    assertThrows(IllegalArgumentException.class, () -> new AffineJitter(-0.1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new AffineJitter(0, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new AffineJitter(0, 0, Double.NaN, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> AffineJitter.DIGITS.copies(new float[10], SIZE, SIZE, 2, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> AffineJitter.DIGITS.copies(square(), SIZE, SIZE, 0, 1));
  }
}
