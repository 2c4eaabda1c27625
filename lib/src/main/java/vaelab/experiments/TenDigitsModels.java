package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.experiments.TenDigitsConfig.Recipe;
import vaelab.train.TrainingListener;

/**
 * The two models of the ten-digit experiment: experts that saw all labels, and experts that saw a
 * tenth of them. They live in two folders of one directory, so that notebooks share them.
 */
public final class TenDigitsModels implements AutoCloseable {
  private final Recipe recipe;
  private final TenDigits full;
  private final TenDigits tenth;
  private final Path directory;

  /**
   * The models of a directory, trained or not, our way.
   *
   * @param scale how large
   * @param seed seed of data, weights and noise
   * @param directory where both keep their files
   * @throws IOException if it holds runs with other settings or on other data
   */
  public TenDigitsModels(Scale scale, long seed, Path directory) throws IOException {
    this(scale, seed, Recipe.TUNED, directory);
  }

  /**
   * The models of a directory, trained or not.
   *
   * @param scale how large
   * @param seed seed of data, weights and noise
   * @param recipe the paper's training or ours
   * @param directory where both keep their files
   * @throws IOException if it holds runs with other settings or on other data
   */
  public TenDigitsModels(Scale scale, long seed, Recipe recipe, Path directory) throws IOException {
    this.recipe = recipe;
    this.directory = directory;
    Digits digits = DigitsLoader.load();
    full = run(scale, 1, seed, "labels-100", digits);
    tenth = run(scale, 0.1, seed, "labels-10", digits);
  }

  private TenDigits run(Scale scale, double labels, long seed, String folder, Digits digits)
      throws IOException {
    return new TenDigits(
        TenDigitsConfig.of(scale, labels, seed, recipe), directory.resolve(folder), digits);
  }

  /**
   * How commands name these models, trained by the commands beside their results.
   *
   * @return options
   */
  public String options() {
    String folder = "--models runs/02-ten-digits-" + full.config().scale();
    return recipe == Recipe.TUNED ? folder : "%s-%s --recipe %s".formatted(folder, recipe, recipe);
  }

  /**
   * What sets results on these models apart from those on ours, in words.
   *
   * @return how they are trained; empty for ours
   */
  public String variant() {
    return recipe.variant();
  }

  /**
   * The model whose experts saw all labels.
   *
   * @return its experiment
   */
  public TenDigits full() {
    return full;
  }

  /**
   * The model whose experts saw a tenth of the labels.
   *
   * @return its experiment
   */
  public TenDigits tenth() {
    return tenth;
  }

  /**
   * Trains what the directory does not hold yet.
   *
   * @param pretraining makes a listener for the experts of a model
   * @param training makes a listener for the joint training of a model
   * @throws IOException if files cannot be read or written
   */
  public void train(
      Function<TenDigits, TrainingListener> pretraining,
      Function<TenDigits, TrainingListener> training)
      throws IOException {
    for (TenDigits run : List.of(full, tenth)) {
      run.pretrain(pretraining.apply(run));
      run.train(training.apply(run));
    }
  }

  /**
   * Both models' results in one table, which is kept beside them.
   *
   * @param full what the first model's evaluation measured
   * @param tenth what the second one's measured
   * @return one row a quantity, paper and run for either model
   * @throws IOException if the table cannot be written
   */
  public Table table(TenDigitsResult full, TenDigitsResult tenth) throws IOException {
    List<Table> parts = List.of(this.full.table(full), this.tenth.table(tenth));
    List<String> shares = List.of("100 %", "10 %");
    Table table =
        Table.create(
            "Ten digits in one image, H = 10 (%s scale, %s)"
                .formatted(this.full.config().scale(), this.full.digits().origin().name()));
    List<String> quantities = new ArrayList<>(parts.get(0).stringColumn(0).asList());
    table.addColumns(StringColumn.create("Quantity", quantities));
    for (int i = 0; i < parts.size(); i++) {
      table.addColumns(
          StringColumn.create(
              shares.get(i) + " of labels, paper", parts.get(i).stringColumn(1).asList()),
          StringColumn.create(
              shares.get(i) + " of labels, here", parts.get(i).stringColumn(2).asList()));
    }
    ResultFiles.writeTable(directory, table);
    return table;
  }

  /** Frees all models. */
  @Override
  public void close() {
    full.close();
    tenth.close();
  }
}
