package vaelab.experiments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tech.tablesaw.api.Table;
import vaelab.data.AtomicFiles;
import vaelab.data.DataOrigin;
import vaelab.data.DataPlaces;
import vaelab.plot.Figures;
import vaelab.tensor.Hardware;
import vaelab.train.History;

/**
 * What a run leaves behind in its directory:
 *
 * <ul>
 *   <li>{@code result.json}: metrics, with scale, configuration, seeds, data and their checksums,
 *       commit, versions, hardware and wall time beside them;
 *   <li>{@code history.csv}: one row an epoch;
 *   <li>{@code table.csv} and {@code table.txt}: the result table;
 *   <li>{@code NAME.png}: figures.
 * </ul>
 *
 * <p>Every file is written whole or not at all.
 */
public final class ResultFiles {
  /** File name of the result table for people. */
  public static final String TABLE = "table.txt";

  /** Key of what tells runs of one experiment apart, where that is more than scale and seed. */
  static final String VARIANT = "variant";

  /** Key of what must not be overlooked. */
  static final String NOTE = "note";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;
  private final Map<String, Object> result = new LinkedHashMap<>();

  /**
   * Files of one run.
   *
   * @param directory where they go; made when the first is written
   * @param experiment name of the experiment
   * @param scale its scale, kept so that a smoke number never enters a table
   * @param data data it measures on
   */
  public ResultFiles(Path directory, String experiment, Scale scale, DataOrigin data) {
    this(directory, experiment, data);
    result.put("scale", scale.toString());
  }

  /**
   * Files of a run that has no scale, for it is on a user's own data.
   *
   * @param directory where they go; made when the first is written
   * @param experiment name of the experiment
   * @param data data it measures on
   */
  public ResultFiles(Path directory, String experiment, DataOrigin data) {
    this.directory = directory;
    result.put("experiment", experiment);
    result.put("scale", null); // keeps its place among the first
    result.put("finished", null);
    result.put("data", data);
  }

  /**
   * Adds a part of {@code result.json}.
   *
   * @param key name of the part
   * @param value record, map, list, number or text
   * @return this
   */
  public ResultFiles put(String key, Object value) {
    result.put(key, value);
    return this;
  }

  /**
   * Sets the run apart from the usual ones of the experiment.
   *
   * @param words in words, for the names of columns; empty for a usual run
   * @return this
   */
  public ResultFiles variant(String words) {
    return put(VARIANT, words);
  }

  /**
   * Adds what must not be overlooked where numbers of the run are shown.
   *
   * @param words in words; empty for nothing
   * @return this
   */
  public ResultFiles note(String words) {
    return put(NOTE, words);
  }

  /**
   * Credits the result to what was measured, where that may have been another day's work: without
   * this it is that of whoever writes the file.
   *
   * @param commit commit of the project that measured
   * @param finished when the last measurement ended, UTC
   * @param hardware what it ran on
   * @return this
   */
  public ResultFiles measured(String commit, String finished, Map<String, String> hardware) {
    return put("commit", commit).put("finished", finished).put("hardware", hardware);
  }

  /**
   * Writes {@code result.json}.
   *
   * @throws IOException if it cannot be written
   */
  public void writeResult() throws IOException {
    result.putIfAbsent("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    result.putIfAbsent("commit", commit());
    result.putIfAbsent("hardware", Hardware.describe());
    byte[] json = JSON.writeValueAsBytes(result);
    AtomicFiles.write(directory.resolve("result.json"), out -> out.write(json));
  }

  /**
   * Writes the history of a training.
   *
   * @param name file name without its ending
   * @param history one row an epoch
   * @throws IOException if it cannot be written
   */
  public void writeHistory(String name, History history) throws IOException {
    history.toCsv(directory.resolve(name + ".csv"));
  }

  /**
   * Writes the result table, for machines and for people.
   *
   * @param table the table
   * @throws IOException if it cannot be written
   */
  public void writeTable(Table table) throws IOException {
    writeTable(directory, table);
  }

  /**
   * Writes a table beside the result table, for machines and for people.
   *
   * @param name file name without its ending
   * @param table the table
   * @throws IOException if it cannot be written
   */
  public void writeTable(String name, Table table) throws IOException {
    writeTable(directory, name, table);
  }

  /**
   * Writes a table that belongs to several runs.
   *
   * @param directory where it goes
   * @param table the table
   * @throws IOException if it cannot be written
   */
  static void writeTable(Path directory, Table table) throws IOException {
    writeTable(directory, "table", table);
  }

  private static void writeTable(Path directory, String name, Table table) throws IOException {
    byte[] csv = table.write().toString("csv").getBytes(StandardCharsets.UTF_8);
    byte[] text = table.printAll().concat("\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(directory.resolve(name + ".csv"), out -> out.write(csv));
    AtomicFiles.write(directory.resolve(name + ".txt"), out -> out.write(text));
  }

  /**
   * Writes a figure.
   *
   * @param directory where it goes
   * @param name file name without its ending
   * @param image the figure
   * @throws IOException if it cannot be written
   */
  public static void writeFigure(Path directory, String name, BufferedImage image)
      throws IOException {
    Figures.savePng(image, directory.resolve(name + ".png"));
  }

  /**
   * The commit of the project, with a mark where the work tree's code differs from it. Asked for
   * when a run begins: the project may move on while it trains.
   *
   * @return abbreviated hash, with + behind it where the code differs and ? where git cannot tell;
   *     "unknown" without a repository
   */
  public static String commit() {
    return commit(DataPlaces.ofThisProcess().projectRoot().orElse(Path.of(".")));
  }

  /** The commit of a work tree. */
  static String commit(Path root) {
    Optional<String> head = git(root, "rev-parse", "--short=12", "HEAD");
    if (head.isEmpty()) {
      return "unknown";
    }
    Optional<String> changes = git(root, "status", "--porcelain", "--", "lib", "pom.xml");
    return head.get() + changes.map(found -> found.isEmpty() ? "" : "+").orElse("?");
  }

  /** What git says; empty where it fails or is not there. */
  private static Optional<String> git(Path root, String... arguments) {
    String[] command = new String[arguments.length + 3];
    command[0] = "git";
    command[1] = "-C";
    command[2] = root.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      boolean succeeded = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
      return succeeded ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // no git on this machine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
