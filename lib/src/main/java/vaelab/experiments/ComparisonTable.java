package vaelab.experiments;

import java.util.Locale;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.metrics.Spread;

/** The comparison as a table: one row a system, the paper's number beside ours for each K. */
final class ComparisonTable {
  private ComparisonTable() {}

  static Table of(ComparisonConfig config, String data, ComparisonResult result) {
    Table table =
        Table.create(
            "Separation, %,d noise-free mixtures a K (%s scale, %s): PSNR in dB / SSIM"
                .formatted(config.mixtures(), config.scale(), data));
    StringColumn system = StringColumn.create("System");
    table.addColumns(system);
    for (int k : config.ks()) {
      table.addColumns(
          StringColumn.create("K = %d, paper".formatted(k)),
          StringColumn.create("K = %d, here".formatted(k)));
    }
    int most = config.ks().get(config.ks().size() - 1);
    table.addColumns(
        StringColumn.create(
            "ms an image, K = %d, batches of %d".formatted(most, InferenceTime.BATCH)),
        StringColumn.create("one at a time"));
    for (String name : result.systems()) {
      int column = 0;
      system.append(name);
      for (int k : config.ks()) {
        SystemScore score = result.score(name, k);
        table.stringColumn(++column).append(score.paper());
        table.stringColumn(++column).append(cell(score));
      }
      SystemScore last = result.score(name, most);
      table.stringColumn(++column).append(milliseconds(last.secondsBatch()));
      table.stringColumn(++column).append(milliseconds(last.secondsSingle()));
    }
    return table;
  }

  private static String cell(SystemScore score) {
    return spread("%.2f", score.psnr()) + " / " + spread("%.3f", score.ssim());
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
