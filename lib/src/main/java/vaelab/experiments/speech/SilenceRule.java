package vaelab.experiments.speech;

import java.util.Locale;

/** How sound becomes rows of a model, and what is done about silence. */
public enum SilenceRule {
  /**
   * One gain for all rows, which keeps loudness. Rows that are silent by their loudness become 0,
   * which the state in which nobody is active explains best, and columns that are silent by theirs
   * count as nobody's. No label is used. (Left as it is, even faint noise is explained by whichever
   * speaker's enrolment was the noisier.)
   */
  FIXED_GAIN("fixed gain, detected silence"),
  /**
   * Scaled as released: every row to [0,1] on its own, of magnitudes though, as in the paper's text
   * (its code takes powers). The rows in which nobody speaks by the true labels are replaced by
   * Laplace noise, at test time too, as released.
   */
  ORACLE("released scaling, oracle silence"),
  /** The same without the replacement: silence is scaled to [0,1] like speech. */
  IGNORED("released scaling, silence as it is");

  private final String description;

  SilenceRule(String description) {
    this.description = description;
  }

  /** Words for a table. */
  String description() {
    return description;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
