package vaelab.experiments.comparison;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vaelab.experiments.TrainingCost;
import vaelab.separation.SourceSeparator;

/**
 * A system of the comparison: a separation method, which is scored as it is and perhaps under the
 * mask that makes its sources sum to the mixture.
 *
 * @param name name of the plain system
 * @param paper what the paper's Table 1 prints for it, for K = 2, 3, 4, or empty
 * @param mask the mask under which it is scored too, or {@code null}
 * @param limits on how much it is scored
 * @param cost gives what its training took; asked for once it is trained
 * @param prepare gives the system for inference run 0, 1, ...; asked for once it is trained
 */
record ComparedSystem(
    String name,
    List<String> paper,
    Mask mask,
    Limits limits,
    Cost cost,
    IntFunction<Prepared> prepare) {

  /** What a training took, which may stand in files. */
  @FunctionalInterface
  interface Cost {
    TrainingCost get() throws IOException;
  }

  /**
   * A mask that makes the sources sum to the mixture.
   *
   * @param name name of the masked system
   * @param paper what the paper prints for it, for K = 2, 3, 4, or empty
   * @param bound largest value that it gives a source
   */
  record Mask(String name, List<String> paper, float bound) {}

  /**
   * On how much a system is scored.
   *
   * @param samples whether it samples, so that inference runs differ
   * @param mixtures how many of the leading mixtures a system is scored on that takes seconds for
   *     each, in one run; the protocol's number for others
   * @param sources largest K that it can separate
   */
  record Limits(boolean samples, int mixtures, int sources) {
    private static final Limits NONE = new Limits(false, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * The system, ready for an inference run.
   *
   * @param separator takes the mixtures apart
   * @param unseen gives, once it has, the share of positions whose codes were never counted
   *     together, in [0, 1]; gives {@code null} for a method that counts none
   */
  record Prepared(SourceSeparator separator, Supplier<Double> unseen) {}

  /** A system that does not sample, without a mask, for all mixtures of any K. */
  static ComparedSystem of(
      String name, List<String> paper, Cost cost, IntFunction<SourceSeparator> separator) {
    return of(name, paper, cost, separator, s -> null);
  }

  /** The same for a separator that counts {@link Prepared#unseen} positions. */
  static <S extends SourceSeparator> ComparedSystem of(
      String name,
      List<String> paper,
      Cost cost,
      IntFunction<S> separator,
      Function<S, Double> unseen) {
    return new ComparedSystem(
        name,
        paper,
        null,
        Limits.NONE,
        cost,
        run -> {
          S prepared = separator.apply(run);
          return new Prepared(prepared, () -> unseen.apply(prepared));
        });
  }

  /** The same, in several inference runs. */
  ComparedSystem sampling() {
    return with(mask, new Limits(true, limits.mixtures(), limits.sources()));
  }

  /** The same, and once more under a mask. */
  ComparedSystem masked(String maskedName, List<String> maskedPaper, float bound) {
    return with(new Mask(maskedName, maskedPaper, bound), limits);
  }

  /** The same as a slow system, on a part of the mixtures, up to some K. */
  ComparedSystem limited(int mixtures, int sources) {
    return with(mask, new Limits(limits.samples(), mixtures, sources));
  }

  private ComparedSystem with(Mask otherMask, Limits otherLimits) {
    return new ComparedSystem(name, paper, otherMask, otherLimits, cost, prepare);
  }

  /** Names of the system and, where it is scored under a mask, of the masked one. */
  List<String> names() {
    return Stream.concat(Stream.of(name), Stream.ofNullable(mask).map(Mask::name)).toList();
  }

  /** Whether the masked system is scored too. */
  boolean masked() {
    return mask != null;
  }

  /** Whether a separation takes seconds. */
  boolean slow() {
    return limits.mixtures() < Integer.MAX_VALUE;
  }

  /** What the paper prints for the plain system at one K, by its place among the Ks. */
  String paper(int index) {
    return index < paper.size() ? paper.get(index) : "";
  }

  /** What it prints for the masked one. */
  String maskedPaper(int index) {
    return masked() && index < mask.paper().size() ? mask.paper().get(index) : "";
  }
}
