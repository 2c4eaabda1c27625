package vaelab.experiments.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.experiments.TrainingCost;
import vaelab.metrics.Spread;

/** The comparison as a table: one row a system, the paper's number beside ours for each K. */
final class ComparisonTable {
  private ComparisonTable() {}

  static Table of(ComparisonConfig config, String data, ComparisonResult result) {
    Table table =
        Table.create(
            String.format(
                Locale.ROOT,
                "Separation, %,d noise-free mixtures a K (%s scale, %s): PSNR in dB / SSIM; ± deviation over inference runs, s.e. standard error of the mean of a part of the mixtures%s",
                config.mixtures(),
                config.scale(),
                data,
                HardwareNote.inTitle(result.methods().stream().map(MethodResult::hardware))));
    StringColumn system = StringColumn.create("System");
    table.addColumns(system);
    for (int k : config.ks()) {
      table.addColumns(
          StringColumn.create("K = %d, paper".formatted(k)),
          StringColumn.create("K = %d, here".formatted(k)));
    }
    int most = config.ks().get(config.ks().size() - 1);
    table.addColumns(
        StringColumn.create("ms an image, K = %d, in batches".formatted(most)),
        StringColumn.create("one at a time"),
        StringColumn.create("mixtures a K"),
        StringColumn.create("training / min"),
        StringColumn.create("parameters"),
        StringColumn.create("labels"));
    for (String name : result.systems()) {
      int column = 0;
      system.append(name);
      for (int k : config.ks()) {
        Optional<SystemScore> score = result.score(name, k);
        Optional<Divergence> divergence = result.divergence(name, k);
        table
            .stringColumn(++column)
            .append(
                score
                    .map(SystemScore::paper)
                    .or(() -> divergence.map(Divergence::paper))
                    .orElse(""));
        table
            .stringColumn(++column)
            .append(
                score
                    .map(s -> cell(s, config))
                    .or(() -> divergence.map(ComparisonTable::cell))
                    .orElse(""));
      }
      Optional<SystemScore> last = last(config, result, name);
      Optional<TrainingCost> cost = result.cost(name);
      for (String text :
          List.of(
              last.map(s -> milliseconds(s.secondsBatch()) + at(s, most)).orElse(""),
              last.map(s -> milliseconds(s.secondsSingle()) + at(s, most)).orElse(""),
              last.map(s -> String.format(Locale.ROOT, "%,d", mixtures(s, config))).orElse(""),
              cost.map(TrainingCost::minutes).orElse(""),
              cost.map(c -> String.format(Locale.ROOT, "%,d", c.parameters())).orElse(""),
              cost.map(TrainingCost::labels).orElse(""))) {
        table.stringColumn(++column).append(text);
      }
    }
    return table;
  }

  /** The score at the largest K that a system has one at. */
  private static Optional<SystemScore> last(
      ComparisonConfig config, ComparisonResult result, String system) {
    return config.ks().stream()
        .flatMap(k -> result.score(system, k).stream())
        .reduce((before, after) -> after);
  }

  private static String at(SystemScore score, int most) {
    return score.k() == most ? "" : " (K = %d)".formatted(score.k());
  }

  private static int mixtures(SystemScore score, ComparisonConfig config) {
    return score.mixtures() == null ? config.mixtures() : score.mixtures();
  }

  /** Of a part of the mixtures, how far another part could be from it. */
  private static String cell(SystemScore score, ComparisonConfig config) {
    boolean part = mixtures(score, config) < config.mixtures();
    return spread("%.2f", score.psnr())
        + (part ? error("%.2f", score.psnrError()) : "")
        + " / "
        + spread("%.3f", score.ssim())
        + (part ? error("%.3f", score.ssimError()) : "");
  }

  private static String error(String format, double error) {
    return " (s.e. " + String.format(Locale.ROOT, format, error) + ")";
  }

  private static String cell(Divergence divergence) {
    return divergence.diverged() == divergence.mixtures()
        ? "diverged"
        : "diverged (%d of %d)".formatted(divergence.diverged(), divergence.mixtures());
  }

  /** A single run has no spread. */
  private static String spread(String format, Spread value) {
    String mean = String.format(Locale.ROOT, format, value.mean());
    return value.runs() == 1
        ? mean
        : mean + " ± " + String.format(Locale.ROOT, format, value.deviation());
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.01 ? "%.2f" : "%.1f", 1000 * seconds);
  }
}
