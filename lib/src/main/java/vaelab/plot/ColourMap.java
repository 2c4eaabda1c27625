package vaelab.plot;

import java.awt.Color;

/** How a value becomes a colour. Values outside the range take the colour of the nearer end. */
public enum ColourMap {
  /** Ink on paper: 0 is white, 1 is black. For digits in print. */
  INK(0xFFFFFF, 0x000000),

  /** Light on dark: 0 is black, 1 is white. As the data sets show their digits. */
  GREY(0x000000, 0xFFFFFF),

  /**
   * From dark violet over green to yellow, even in lightness; shows how much lies in a mixture
   * where streams add up beyond 1. Matplotlib's viridis at nine places.
   */
  VIRIDIS(0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725);

  /** A value that is not a number: a colour that no map has. */
  static final int NOT_A_NUMBER = 0xF4B6C2;

  private final Color[] stops;

  ColourMap(int... stops) {
    this.stops = new Color[stops.length];
    for (int i = 0; i < stops.length; i++) {
      this.stops[i] = new Color(stops[i]);
    }
  }

  /**
   * Returns the colour of a value.
   *
   * @param value the value; NaN has a colour of its own, a pink
   * @param min the value of the map's first colour
   * @param max the value of its last colour, above {@code min}
   * @return the colour as 0xRRGGBB
   */
  public int rgb(double value, double min, double max) {
    if (Double.isNaN(value)) {
      return NOT_A_NUMBER;
    }
    double place = Math.max(0, Math.min(1, (value - min) / (max - min))) * (stops.length - 1);
    int i = Math.min((int) place, stops.length - 2);
    double t = place - i;
    Color a = stops[i];
    Color b = stops[i + 1];
    int red = between(a.getRed(), b.getRed(), t);
    int green = between(a.getGreen(), b.getGreen(), t);
    int blue = between(a.getBlue(), b.getBlue(), t);
    return red << 16 | green << 8 | blue;
  }

  private static int between(int a, int b, double t) {
    return (int) Math.round(a + t * (b - a));
  }
}
