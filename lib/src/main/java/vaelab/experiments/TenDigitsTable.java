package vaelab.experiments;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.msvae.Refinement;

/** The ten-digit experiment as a table: the paper's numbers beside those of a run. */
final class TenDigitsTable {
  private TenDigitsTable() {}

  static String title(TenDigitsConfig config) {
    return "Ten digits in one image, H = 10, experts pretrained on %s of the labels"
        .formatted(config.labels() == 1 ? "all" : Percent.of(config.labels(), 0));
  }

  /**
   * The table of a run.
   *
   * @param config settings of the run
   * @param data short name of its data
   * @param r what it measured
   */
  static Table of(TenDigitsConfig config, String data, TenDigitsResult r) {
    boolean tenth = config.labels() == 0.1;
    boolean all = config.labels() == 1;
    StringColumn quantity = StringColumn.create("Quantity");
    StringColumn paper = StringColumn.create("Paper");
    StringColumn ours =
        StringColumn.create("This run (%s scale, %s)".formatted(config.scale(), data));
    Table table =
        Table.create(
            Stream.of(title(config), config.recipe().variant(), "seed " + config.seed())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", ")));
    table.addColumns(quantity, paper, ours);
    add(
        table,
        "Exact states of unseen mixtures, one sample of z",
        tenth ? "90.80 %" : all ? "91.23 %" : "",
        Percent.of(r.sampled()));
    add(table, "Exact states, mean of z", "", Percent.of(r.mean(), 2));
    add(
        table,
        "Exact states, %d samples of z".formatted(config.samples()),
        "",
        Percent.of(r.averaged(), 2));
    Refinement refinement = config.refinement();
    add(table, "Exact states, refined", "", Percent.of(r.refined(), 2) + inWords(refinement));
    add(
        table,
        "K = 1 images, b = %s, one sample of z".formatted(config.b()),
        tenth ? "94.72 %" : all ? "95.82 %" : "",
        Percent.of(r.single()));
    add(
        table,
        "K = 1 images, b = %s, mean of z".formatted(config.b()),
        "",
        Percent.of(r.singleMean(), 2));
    add(
        table,
        "K = 1 images, b = %s, refined".formatted(config.b()),
        "",
        Percent.of(r.singleRefined(), 2) + inWords(refinement.at(1)));
    add(table, "K = 1 images, noise-free, one sample of z", "", Percent.of(r.singleClean()));
    add(
        table,
        "Activity rates π (generating: %s)".formatted(config.pi()),
        "0.1",
        number("%.3f", Arrays.stream(r.pi()).min().orElseThrow())
            + " to "
            + number("%.3f", Arrays.stream(r.pi()).max().orElseThrow()));
    add(
        table,
        "Noise scale b (generating: %s)".formatted(config.b()),
        tenth ? "0.1129" : all ? "0.11" : "",
        number("%.4f", r.b()));
    add(table, "Noise scale b, q(z) refined", "", number("%.4f", r.refinedTraining().scale()));
    add(table, "Training ELBO / nats", tenth ? "354" : all ? "340" : "", number("%.1f", r.elbo()));
    add(
        table,
        "Training ELBO, q(z) refined / nats",
        "",
        number("%.1f", r.refinedTraining().elbo()));
    add(table, "ELBO of the unseen mixtures / nats", "", number("%.1f", r.testElbo()));
    add(
        table,
        "ELBO of the unseen mixtures, q(z) refined / nats",
        "",
        number("%.1f", r.refinedTest().elbo()));
    add(
        table,
        "ELBO minus entropy sum / nats",
        "about 0",
        number("%.2f", r.elbo() - r.entropySum()));
    add(table, "Epochs of the experts", tenth || all ? "1000" : "", expertEpochs(config));
    if (r.expertSeconds() != null) {
      add(table, "Pretraining of the experts / s", "", number("%.0f", r.expertSeconds()));
    }
    add(table, "Joint training on", "given mixtures", data(config));
    add(
        table,
        "Epochs of joint training",
        tenth ? "150" : all ? "100" : "",
        Integer.toString(r.epochs()));
    add(table, "Joint training / s", "", number("%.0f", r.trainingSeconds()));
    return table;
  }

  /** The settings of a run, for readers who want to know what they are looking at. */
  static Table settings(TenDigits run) {
    TenDigitsConfig c = run.config();
    StringColumn setting = StringColumn.create("Setting");
    StringColumn value = StringColumn.create("Value");
    Table table = Table.create("Settings at " + c.scale() + " scale", setting, value);
    setting.append("Data");
    value.append(run.digits().origin().description());
    setting.append("Streams, generating rate π, noise b");
    value.append("digits 0 to 9, π = %s each, b = %s".formatted(c.pi(), c.b()));
    setting.append("Mixtures, training / test");
    value.append(String.format(Locale.ROOT, "%,d / %,d", c.trainMixtures(), c.testMixtures()));
    setting.append("Experts");
    value.append(
        Percent.of(c.labels(), 0)
            + " of each class, "
            + (c.commonEpochs() > 0
                ? "%d epochs of one VAE of all digits, ".formatted(c.commonEpochs())
                : "")
            + (c.expertCopies() > 1
                ? "%d copies of each image under affine jitter, ".formatted(c.expertCopies())
                : "")
            + TrainingPresets.describeExperts(c.experts(), c.expertEncoders()));
    setting.append("Joint training");
    value.append(
        c.joint().stream().map(JointPhase::describe).collect(Collectors.joining("; then ")));
    if (!c.recipe().papers()) {
      setting.append("Composed mixtures of an epoch");
      value.append("%d jittered copies of each labelled image".formatted(c.composedCopies()));
    }
    setting.append("Seed");
    value.append(Long.toString(c.seed()));
    return table;
  }

  private static String inWords(Refinement refinement) {
    return " (%d sweep%s, %d steps, %d states, temperature %s)"
        .formatted(
            refinement.sweeps(),
            refinement.sweeps() == 1 ? "" : "s",
            refinement.steps(),
            refinement.states(),
            refinement.temperature());
  }

  /** How often an expert sees its images. */
  private static String expertEpochs(TenDigitsConfig config) {
    int epochs = config.experts().epochs();
    String own =
        config.expertCopies() > 1
            ? "%d of %d copies of each image".formatted(epochs, config.expertCopies())
            : Integer.toString(epochs);
    return config.commonEpochs() > 0
        ? "%d in common, then %s".formatted(config.commonEpochs(), own)
        : own;
  }

  /** What the joint training sees, each kind of data once. */
  private static String data(TenDigitsConfig config) {
    return config.joint().stream()
        .map(phase -> phase.data().inShort())
        .distinct()
        .collect(Collectors.joining(", then "));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static void add(Table table, String quantity, String paper, String ours) {
    table.stringColumn(0).append(quantity);
    table.stringColumn(1).append(paper);
    table.stringColumn(2).append(ours);
  }
}
