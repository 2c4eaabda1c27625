package vaelab.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes "training stops when pi, b and the ELBO have converged" (Algorithm 1) exact.
 *
 * <p>With w = {@code window}, a training has converged when all of these hold:
 *
 * <ul>
 *   <li>at least {@code minEpochs} and 2 w epochs are done;
 *   <li>the mean ELBO of the last w epochs differs from that of the w epochs before by at most
 *       {@code elboTolerance} nats. Means, because the ELBO of an epoch is noisy; differs, because
 *       a falling ELBO has not converged either;
 *   <li>within the last w epochs every watched parameter has stayed in a band no wider than {@code
 *       parameterTolerance} times its mean size. Parameters of a size below 0.001, such as the pi
 *       of a stream that nothing uses, are measured against 0.001.
 * </ul>
 *
 * A value that is not finite within these epochs means: not converged.
 *
 * @param elboColumn the column of the history that holds the ELBO in nats
 * @param elboTolerance largest change of the mean ELBO in nats, at least 0
 * @param watched columns or vectors to watch, for example {@code pi} for all of {@code pi[0]}, ...
 * @param parameterTolerance widest relative band, at least 0; 0.01 is one per cent
 * @param window epochs a mean, at least 1
 * @param minEpochs epochs before which no training has converged; covers the first epochs, in which
 *     pi and b are held
 */
public record ConvergenceRule(
    String elboColumn,
    double elboTolerance,
    List<String> watched,
    double parameterTolerance,
    int window,
    int minEpochs) {

  private static final double SMALLEST_SIZE = 1e-3;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a tolerance is negative or NaN, or the window below 1
   */
  public ConvergenceRule {
    if (!(elboTolerance >= 0 && parameterTolerance >= 0) || window < 1) {
      throw new IllegalArgumentException(
          "Tolerances must be at least 0 and the window at least 1, but elboTolerance is "
              + elboTolerance
              + ", parameterTolerance "
              + parameterTolerance
              + ", window "
              + window);
    }
    watched = List.copyOf(watched);
  }

  /**
   * A rule on the usual columns {@code elbo}, {@code pi} and {@code b}.
   *
   * @param elboTolerance largest change of the mean ELBO in nats
   * @param parameterTolerance widest relative band of pi and b
   * @param window epochs a mean
   * @param minEpochs epochs before which no training has converged
   * @return the rule
   */
  public static ConvergenceRule of(
      double elboTolerance, double parameterTolerance, int window, int minEpochs) {
    return new ConvergenceRule(
        "elbo", elboTolerance, List.of("pi", "b"), parameterTolerance, window, minEpochs);
  }

  /** Returns the default: 0.1 nats, one per cent, windows of 5 epochs, not before epoch 10. */
  public static ConvergenceRule standard() {
    return of(0.1, 0.01, 5, 10);
  }

  /** Returns a rule that is never met: only the epoch limit ends such a training. */
  public static ConvergenceRule never() {
    return of(0, 0, 1, Integer.MAX_VALUE);
  }

  /**
   * Tells whether a training has converged.
   *
   * @param history its epochs so far
   * @return true if it may stop
   * @throws IllegalArgumentException if a column that the rule needs is missing; the message names
   *     those there are
   */
  public boolean isConverged(History history) {
    return history.size() >= epochsNeeded()
        && Math.abs(elboChange(history)) <= elboTolerance
        && bands(history).stream().allMatch(band -> band.relativeWidth() <= parameterTolerance);
  }

  /**
   * Says in a few words how much each quantity still moves and how much it may: the reason to give
   * for a stop. Starts with "not yet converged" as long as that is so.
   *
   * @param history the epochs so far
   * @return one line without a full stop
   * @throws IllegalArgumentException if a column that the rule needs is missing
   */
  public String describe(History history) {
    if (history.size() < epochsNeeded()) {
      return minEpochs == Integer.MAX_VALUE
          ? "trains to the epoch limit"
          : "convergence is judged from epoch " + epochsNeeded() + " on, this is " + history.size();
    }
    StringBuilder text = new StringBuilder(isConverged(history) ? "" : "not yet converged: ");
    text.append(
        String.format(
            Locale.ROOT,
            "mean %s changed by %+.3g nats over %d epochs (tolerance %.3g)",
            elboColumn,
            elboChange(history),
            window,
            elboTolerance));
    for (Band band : bands(history)) {
      text.append(
          String.format(
              Locale.ROOT,
              ", %s moved by at most %.2g %% (tolerance %.2g %%)",
              band.name(),
              100 * band.relativeWidth(),
              100 * parameterTolerance));
    }
    return text.toString();
  }

  /**
   * Tells whether a training can meet the rule before its limit ends it.
   *
   * @param epochs epoch limit
   * @return true if the rule is judged within so many epochs
   */
  public boolean canBeMet(int epochs) {
    return epochsNeeded() <= epochs;
  }

  private int epochsNeeded() {
    return Math.max(minEpochs, 2 * window);
  }

  /** Mean of the last window minus mean of the window before; NaN if a value is not finite. */
  private double elboChange(History history) {
    double[] elbo = history.column(elboColumn);
    int n = elbo.length;
    double change = mean(elbo, n - window, n) - mean(elbo, n - 2 * window, n - window);
    return Double.isFinite(change) ? change : Double.NaN;
  }

  private record Band(String name, double relativeWidth) {}

  /** Of a vector the entry that moves most; Math.max keeps a NaN. */
  private List<Band> bands(History history) {
    List<Band> bands = new ArrayList<>();
    for (String name : watched) {
      double widest = 0;
      for (double[] column : history.columnsOf(name)) {
        widest = Math.max(widest, relativeWidth(column));
      }
      bands.add(new Band(name, widest));
    }
    return bands;
  }

  /** NaN values poison minimum and mean, and NaN meets no tolerance. */
  private double relativeWidth(double[] values) {
    double[] recent = Arrays.copyOfRange(values, values.length - window, values.length);
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double value : recent) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double size = Math.abs(mean(recent, 0, recent.length));
    return (max - min) / Math.max(SMALLEST_SIZE, size);
  }

  private static double mean(double[] values, int from, int to) {
    return Arrays.stream(values, from, to).sum() / (to - from);
  }
}
