package vaelab.experiments.comparison;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.metrics.SampleMean;

/** The comparison on the first mixtures, which all systems were scored on: one row a system. */
final class LeadingTable {
  private LeadingTable() {}

  static Table of(ComparisonConfig config, ComparisonResult result) {
    int mixtures =
        result.scores().stream()
            .map(SystemScore::leading)
            .filter(Objects::nonNull)
            .mapToInt(LeadingScore::mixtures)
            .min()
            .orElse(0);
    Table table =
        Table.create(
            "The first %d mixtures a K, first inference run: PSNR in dB / SSIM, ± standard error of the mean over mixtures"
                .formatted(mixtures));
    table.addColumns(StringColumn.create("System", result.systems()));
    for (int k : config.ks()) {
      table.addColumns(
          StringColumn.create(
              "K = " + k,
              result.systems().stream()
                  .map(
                      system ->
                          result
                              .score(system, k)
                              .flatMap(score -> Optional.ofNullable(score.leading()))
                              .map(LeadingTable::cell)
                              .orElse(result.divergence(system, k).isPresent() ? "diverged" : ""))
                  .toList()));
    }
    return table;
  }

  private static String cell(LeadingScore score) {
    return cell("%.2f ± %.2f", score.psnr()) + " / " + cell("%.3f ± %.3f", score.ssim());
  }

  private static String cell(String format, SampleMean value) {
    return String.format(Locale.ROOT, format, value.mean(), value.standardError());
  }
}
