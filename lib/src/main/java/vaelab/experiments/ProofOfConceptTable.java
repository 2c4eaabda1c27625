package vaelab.experiments;

import java.util.Locale;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.StateEnergies;
import vaelab.msvae.energy.SumCombination;

/** The proof of concept as a table: the paper's numbers beside those of a run. */
final class ProofOfConceptTable {
  private ProofOfConceptTable() {}

  static Table of(ProofOfConcept run, ProofOfConceptResult r) {
    StringColumn quantity = StringColumn.create("Quantity");
    StringColumn paper = StringColumn.create("Paper");
    StringColumn ours =
        StringColumn.create(
            "This run (%s scale, %s)"
                .formatted(run.config().scale(), run.digits().origin().name()));
    Table table = Table.create("Proof of concept: two digits, H = 2, seed " + run.config().seed());
    table.addColumns(quantity, paper, ours);
    add(
        table,
        "Exact states on unseen mixtures, one sample of z",
        "99.9 %",
        "%.2f ± %.2f %%",
        100 * r.sampledAccuracy(),
        100 * r.sampledDeviation());
    add(table, "Exact states, mean of z", "", "%.2f %%", 100 * r.accuracy());
    for (int h = 0; h < r.pi().length; h++) {
      add(
          table,
          "Activity rate π of " + run.model().sources().get(h) + " (in the data)",
          h == 0 ? "0.31 (0.3)" : "0.20 (0.2)",
          "%.3f (%.3f)",
          r.pi()[h],
          r.dataRates()[h]);
    }
    add(table, "Noise scale b (generating: 0.1)", "0.11", "%.4f", r.b());
    add(table, "Training ELBO / nats", "412.0", "%.1f", r.elbo());
    add(table, "ELBO of the unseen mixtures / nats", "", "%.1f", r.testElbo());
    add(
        table,
        "Entropy sum / nats",
        "412.6 (412.0 with the right prior term)",
        "%.1f",
        r.entropySum());
    add(table, "Epochs of joint training", "100", "%d", r.epochs());
    add(table, "Joint training / s", "", "%.0f", r.trainingSeconds());
    return table;
  }

  /** The settings of a run, for readers who want to know what they are looking at. */
  static Table settings(ProofOfConcept run) {
    ProofOfConceptConfig c = run.config();
    StringColumn setting = StringColumn.create("Setting");
    StringColumn value = StringColumn.create("Value");
    Table table = Table.create("Settings at " + c.scale() + " scale", setting, value);
    setting.append("Data").append("Streams, generating rates π, noise b");
    value.append(run.digits().origin().description());
    value.append("digits %s, π = %s, b = %s".formatted(c.classes(), c.pi(), c.b()));
    setting.append("Mixtures, training / test");
    value.append(String.format(Locale.ROOT, "%,d / %,d", c.trainMixtures(), c.testMixtures()));
    setting
        .append("Experts")
        .append("Joint training")
        .append("Energies computed by")
        .append("Seed");
    value.append(TrainingPresets.describeExperts(c.experts(), c.expertEncoders()));
    value.append(TrainingPresets.describe(c.joint()));
    value.append(StateEnergies.of(new SumCombination(), new LaplaceNoise()).description());
    value.append(Long.toString(c.seed()));
    return table;
  }

  private static void add(
      Table table, String quantity, String paper, String format, Object... values) {
    table.stringColumn(0).append(quantity);
    table.stringColumn(1).append(paper);
    table.stringColumn(2).append(String.format(Locale.ROOT, format, values));
  }
}
