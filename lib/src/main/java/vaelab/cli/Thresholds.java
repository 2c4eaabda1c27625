package vaelab.cli;

import java.util.Arrays;
import vaelab.experiments.speech.ConversationModel;

/** The option that says how probable it must be that a speaker speaks. */
final class Thresholds {
  private static final String PRIOR = "prior";

  /** As given; none for {@value #PRIOR}. */
  private final double[] values;

  private Thresholds(double[] values) {
    this.values = values;
  }

  /**
   * Reads the option.
   *
   * @param text one number, several between commas, or the word {@value #PRIOR}
   * @return the thresholds
   * @throws IllegalArgumentException if it is none of these, or a number is not from 0 to below 1
   */
  static Thresholds parse(String text) {
    if (text.strip().equals(PRIOR)) {
      return new Thresholds(new double[0]);
    }
    double[] values;
    try {
      values = Arrays.stream(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      values = new double[] {Double.NaN};
    }
    if (!Arrays.stream(values).allMatch(value -> value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          ("expected a --threshold from 0 to below 1, several between commas, or the word %s, found"
                  + " '%s'.")
              .formatted(PRIOR, text));
    }
    return new Thresholds(values);
  }

  /**
   * One threshold a speaker.
   *
   * @param model whose speakers they are for
   * @return thresholds in the order of the model's speakers
   * @throws IllegalArgumentException if as many were not given
   */
  double[] of(ConversationModel model) {
    int speakers = model.speakers().size();
    if (values.length == 0) {
      return Arrays.stream(model.prior()).map(pi -> 1 - pi).toArray();
    }
    if (values.length == 1) {
      double[] all = new double[speakers];
      Arrays.fill(all, values[0]);
      return all;
    }
    if (values.length != speakers) {
      throw new IllegalArgumentException(
          "expected one --threshold for all or one for each of %s, in this order, found %d."
              .formatted(String.join(", ", model.speakers()), values.length));
    }
    return values.clone();
  }
}
