package vaelab.experiments.speech;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.experiments.Percent;
import vaelab.metrics.Spread;

/** The experiment on conversations as a table: Table 2 of the paper, and the systems of a run. */
final class WhoSpeaksWhenTable {
  /** Name of the table, without the numbers of a run: runs of one name share a section. */
  static final String TITLE = "Who speaks when: conversations of two speakers, unheard words";

  private static final List<String> COLUMNS =
      List.of(
          "System",
          "Frame accuracy",
          "DER",
          "DER, 1 s grid",
          "Miss",
          "False alarm",
          "Confusion",
          "Correct",
          "s a minute");

  /**
   * The paper's recordings are others; 68 s of speech on a grid of whole seconds. The answer of
   * pyannote is finer: its shares are no multiples of a 68th.
   */
  private static final List<List<String>> PAPER =
      List.of(
          List.of(
              "Paper: MS-VAE (100 %), other recordings",
              "81.57 %", "", "29.90 %", "2.94 %", "22.55 %", "4.41 %", "92.65 %", ""),
          List.of(
              "Paper: MS-VAE (10 %), other recordings",
              "", "", "38.24 %", "4.41 %", "29.41 %", "4.41 %", "91.18 %", ""),
          List.of(
              "Paper: pyannote, other recordings",
              "",
              "",
              "18.36 %",
              "0.51 %",
              "17.54 %",
              "0.31 %",
              "99.18 %",
              ""));

  private WhoSpeaksWhenTable() {}

  static Table of(WhoSpeaksWhenConfig config, List<DiarizedSystem.Result> results) {
    Table table =
        Table.create(
            "%s, %s scale, seed %d".formatted(TITLE, config.scale(), config.seed()),
            COLUMNS.stream().map(StringColumn::create).toArray(StringColumn[]::new));
    Stream.concat(PAPER.stream(), results.stream().map(WhoSpeaksWhenTable::row))
        .forEach(
            row -> {
              for (int i = 0; i < row.size(); i++) {
                table.stringColumn(i).append(row.get(i));
              }
            });
    return table;
  }

  private static List<String> row(DiarizedSystem.Result r) {
    return List.of(
        r.system(),
        percent(r.accuracy()),
        percent(r.rate()),
        percent(r.coarseRate()),
        Percent.of(r.coarse().get("miss"), 2),
        Percent.of(r.coarse().get("falseAlarm"), 2),
        Percent.of(r.coarse().get("confusion"), 2),
        Percent.of(r.coarse().get("correct"), 2),
        r.secondsPerMinute() == null
            ? ""
            : String.format(Locale.ROOT, "%.2f", r.secondsPerMinute()));
  }

  private static String percent(Spread spread) {
    return spread.runs() > 1 ? Percent.of(spread) : Percent.of(spread.mean(), 2);
  }
}
