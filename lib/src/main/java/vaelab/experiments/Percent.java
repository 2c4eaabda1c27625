package vaelab.experiments;

import java.util.Locale;
import vaelab.metrics.Spread;

/** Shares as tables print them. */
public final class Percent {
  private Percent() {}

  /**
   * A share.
   *
   * @param share 0 to 1 (error rates may be larger)
   * @param digits digits after the point
   * @return for example {@code 92.18 %}
   */
  public static String of(double share, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * share);
  }

  /**
   * A share that several runs found.
   *
   * @param spread mean and deviation of shares
   * @return for example {@code 91.59 ± 0.06 %}
   */
  public static String of(Spread spread) {
    return String.format(
        Locale.ROOT, "%.2f ± %.2f %%", 100 * spread.mean(), 100 * spread.deviation());
  }
}
