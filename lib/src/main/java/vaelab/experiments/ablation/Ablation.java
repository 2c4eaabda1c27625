package vaelab.experiments.ablation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.data.AtomicFiles;
import vaelab.data.Digits;
import vaelab.data.Mixtures;
import vaelab.experiments.ExactStates;
import vaelab.experiments.JsonDifferences;
import vaelab.experiments.Percent;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.ResultStore;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.TenDigits;
import vaelab.experiments.TenDigitsConfig;
import vaelab.metrics.Spread;
import vaelab.msvae.Inference;
import vaelab.tensor.Hardware;
import vaelab.train.TrainingListener;

/**
 * The ten-digit model, trained with one choice of its recipe changed at a time, and scored on
 * mixtures of digits that were held out of the training images.
 *
 * <p>Each change is kept in a file when it is measured, as methods are in a comparison: what was
 * interrupted goes on. Changes that leave the experts alone share those of the recipe.
 */
public final class Ablation {
  private static final int RUNS = 3;

  private final TenDigitsConfig recipe;
  private final Digits digits;
  private final Path directory;
  private final ResultStore<Trial> store;

  /**
   * The changes of a recipe. The directory is taken when the first of them is measured.
   *
   * @param recipe settings of the recipe as it is
   * @param digits digits, of which some training images are held out; test images are not used
   * @param directory where models and results go
   */
  public Ablation(TenDigitsConfig recipe, Digits digits, Path directory) {
    this.recipe = recipe;
    this.digits = digits.withoutTest();
    this.directory = directory;
    store = new ResultStore<>(directory, Trial.class);
  }

  /**
   * Trains and measures a change, unless that has been done.
   *
   * @param change what is changed
   * @param listener told about the progress of its training
   * @throws IOException if the directory holds another ablation, or a result of the change with
   *     other settings, or if files cannot be read or written
   */
  public void measure(RecipeChange change, TrainingListener listener) throws IOException {
    RunDirectory.claim(directory, recipe, digits.origin());
    TenDigitsConfig config = change.of(recipe);
    Optional<Trial> kept = store.read(change.toString());
    if (kept.isPresent()) {
      requireSame(config, kept.get(), store.file(change.toString()));
      return;
    }
    String commit = ResultFiles.commit();
    RunDirectory.claim(place(change), config, digits.origin());
    if (change != RecipeChange.NONE && sharesExperts(config)) {
      copyExperts(change, listener);
    }
    try (TenDigits run = run(change)) {
      run.ensureTrained(listener);
      store.write(change.toString(), measured(change, run, commit));
    }
  }

  private static void requireSame(TenDigitsConfig config, Trial kept, Path file)
      throws IOException {
    List<String> differences = JsonDifferences.between(config, kept.configuration());
    if (!differences.isEmpty()) {
      throw new IOException(
          "%s was measured with other settings (%s); delete that file and the directory beside it to measure the change again, or give another directory."
              .formatted(file, String.join("; ", differences)));
    }
  }

  private TenDigits run(RecipeChange change) throws IOException {
    return new TenDigits(change.of(recipe), place(change), digits);
  }

  private Path place(RecipeChange change) {
    return directory.resolve(change.toString());
  }

  private boolean sharesExperts(TenDigitsConfig config) {
    return config.experts().equals(recipe.experts())
        && config.expertCopies() == recipe.expertCopies();
  }

  /** Gives a change the experts of the recipe, which are pretrained if they are not there yet. */
  private void copyExperts(RecipeChange change, TrainingListener listener) throws IOException {
    try (TenDigits base = run(RecipeChange.NONE)) {
      base.pretrain(listener);
    }
    try (DirectoryStream<Path> experts =
        Files.newDirectoryStream(place(RecipeChange.NONE), Ablation::isOfExperts)) {
      for (Path expert : experts) {
        Path copy = place(change).resolve(expert.getFileName());
        if (!Files.exists(copy)) {
          AtomicFiles.write(copy, (OutputStream out) -> Files.copy(expert, out));
        }
      }
    }
  }

  private static boolean isOfExperts(Path file) {
    return file.getFileName().toString().matches("expert[^.]*\\.(safetensors|csv)");
  }

  private static Trial measured(RecipeChange change, TenDigits run, String commit)
      throws IOException {
    Mixtures test = run.testMixtures();
    long seed = run.config().seed();
    Inference inference = new Inference(run.model());
    return new Trial(
        change.toString(),
        run.config(),
        Spread.over(RUNS, i -> ExactStates.of(inference.withSamples(1, seed + i), test)),
        ExactStates.of(inference, test),
        ExactStates.of(inference.withRefinement(run.config().refinement()), test),
        run.model().scale(),
        run.history().last("elbo"),
        run.cost().seconds(),
        commit,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Hardware.describe());
  }

  /**
   * Writes the table of what has been measured.
   *
   * @return one row a change
   * @throws IOException if the directory holds another ablation, a result cannot be read, or the
   *     table cannot be written
   */
  public Table table() throws IOException {
    RunDirectory.claim(directory, recipe, digits.origin());
    List<String> names =
        List.of(
            "Change",
            "Exact states, one sample of z",
            "mean of z",
            "refined",
            "noise scale b",
            "training ELBO / nats",
            "training / min");
    Table table =
        Table.create(
            String.format(
                Locale.ROOT,
                "Ten digits, one choice of the recipe changed at a time (%s scale, %s of the labels, %s, seed %d; %,d mixtures of held-out training images; ± deviation over inference runs)",
                recipe.scale(),
                Percent.of(recipe.labels(), 0),
                digits.origin().name(),
                recipe.seed(),
                recipe.testMixtures()));
    names.forEach(name -> table.addColumns(StringColumn.create(name)));
    for (RecipeChange change : RecipeChange.values()) {
      Optional<Trial> trial = store.read(change.toString());
      if (trial.isPresent()) {
        append(table, cells(change, trial.get()));
      }
    }
    new ResultFiles(directory, "ablation", recipe.scale(), digits.origin()).writeTable(table);
    return table;
  }

  private static List<String> cells(RecipeChange change, Trial trial) {
    List<String> cells = new ArrayList<>();
    cells.add(change.inWords());
    cells.add(Percent.of(trial.sampled()));
    cells.add(Percent.of(trial.mean(), 2));
    cells.add(Percent.of(trial.refined(), 2));
    cells.add(String.format(Locale.ROOT, "%.4f", trial.b()));
    cells.add(String.format(Locale.ROOT, "%.1f", trial.elbo()));
    cells.add(String.format(Locale.ROOT, "%.1f", trial.trainingSeconds() / 60));
    return cells;
  }

  private static void append(Table table, List<String> cells) {
    for (int c = 0; c < cells.size(); c++) {
      table.stringColumn(c).append(cells.get(c));
    }
  }
}
