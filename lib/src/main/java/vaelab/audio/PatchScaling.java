package vaelab.audio;

import java.util.Arrays;

/** How the values of patches are brought into the range that a decoder can make. */
public sealed interface PatchScaling {
  /** Each patch on its own from its least and largest value to [0,1], as the released code does. */
  PatchScaling EACH_TO_UNIT = new EachToUnit();

  /**
   * Scales one patch in place.
   *
   * @param rows patches
   * @param from index of its first value
   * @param dim number of its values
   */
  void apply(float[] rows, int from, int dim);

  /**
   * {@link #EACH_TO_UNIT}. Loudness is lost: a patch of silence looks as loud as speech. A constant
   * patch becomes 0.
   */
  record EachToUnit() implements PatchScaling {
    @Override
    public void apply(float[] rows, int from, int dim) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = from; i < from + dim; i++) {
        low = Math.min(low, rows[i]);
        high = Math.max(high, rows[i]);
      }
      float range = high - low;
      for (int i = from; i < from + dim; i++) {
        rows[i] = range > 0 ? (rows[i] - low) / range : 0;
      }
    }
  }

  /**
   * One gain for all patches, which keeps loudness. It is chosen once, from training audio, and
   * belongs to the model. Nothing is clipped: louder sound and sums of speakers exceed 1.
   *
   * @param value the factor, positive and finite
   */
  record Gain(double value) implements PatchScaling {
    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Gain {
      if (!(value > 0 && Double.isFinite(value))) {
        throw new IllegalArgumentException(
            "Expected a positive finite gain, found " + value + ". Is the training audio silent?");
      }
    }

    /**
     * The gain that brings a share of all values to at most 1.
     *
     * @param columns magnitudes or powers of training audio, [columns][bins]
     * @param share which share, more than 0; 1 leaves none beyond
     * @return the gain: one over that quantile
     * @throws IllegalArgumentException if there is no value, the share is out of range, or the
     *     quantile is 0
     */
    public static Gain bringing(float[][] columns, double share) {
      int count = Arrays.stream(columns).mapToInt(column -> column.length).sum();
      if (count == 0 || !(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "Expected values and a share in (0,1], found %d values and %s."
                .formatted(count, share));
      }
      float[] values = new float[count];
      int at = 0;
      for (float[] column : columns) {
        System.arraycopy(column, 0, values, at, column.length);
        at += column.length;
      }
      Arrays.sort(values);
      return new Gain(1.0 / values[(int) Math.ceil(share * count) - 1]);
    }

    @Override
    public void apply(float[] rows, int from, int dim) {
      for (int i = from; i < from + dim; i++) {
        rows[i] = (float) (rows[i] * value);
      }
    }
  }
}
