package vaelab.experiments.speech;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import tech.tablesaw.api.Table;
import vaelab.audio.Conversation;
import vaelab.audio.FsddRecordings;
import vaelab.audio.Recordings;
import vaelab.data.DataOrigin;
import vaelab.diarization.ActivityPosterior;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.RunDirectory;
import vaelab.msvae.MsVae;
import vaelab.train.TrainingListener;

/**
 * Who speaks when (paper section 3.3), on conversations made of real recordings: experts from each
 * speaker alone, a joint model of every pair from an unlabelled conversation, and diarization of
 * conversations made of words that nobody has heard.
 *
 * <p>Steps, each of which needs the ones before: {@link #pretrain}, {@link #train}, {@link
 * #evaluate}. Everything is kept in one directory; a run that was interrupted goes on from its last
 * epoch, and one that is complete is only read.
 */
public final class WhoSpeaksWhen implements AutoCloseable {
  /**
   * Folder of the test conversations: for each {@code ID.wav} and its reference, {@code ID.rttm}.
   */
  public static final String CONVERSATIONS = "conversations";

  private final WhoSpeaksWhenConfig config;
  private final Path directory;
  private final DataOrigin origin;
  private final SpeechData data;
  private final SpeechModels models;
  private final SpeechEvaluation evaluation;
  private final ConversationFiles files;
  private final String commit = ResultFiles.commit();
  private final long start = System.nanoTime();

  /**
   * Loads the recordings, makes the conversations and takes the directory.
   *
   * @param config sizes and settings
   * @param directory where models, checkpoints and results go
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  public WhoSpeaksWhen(WhoSpeaksWhenConfig config, Path directory) throws IOException {
    this(config, FsddRecordings.load(), directory);
  }

  /** The same on other recordings: settings are chosen on parts of the training recordings. */
  WhoSpeaksWhen(WhoSpeaksWhenConfig config, Recordings recordings, Path directory)
      throws IOException {
    this.config = config;
    this.directory = directory;
    origin = recordings.origin();
    data = new SpeechData(recordings, config);
    RunDirectory.claim(directory, config, origin);
    models = new SpeechModels(config, data, directory);
    evaluation = new SpeechEvaluation(config, data, models, recordings.rate());
    files = new ConversationFiles(directory.resolve(CONVERSATIONS), models, data.pairs());
    files.write();
  }

  /**
   * Where the recordings come from.
   *
   * @return what a result states about them
   */
  public DataOrigin origin() {
    return origin;
  }

  /**
   * Pretrains one expert a speaker for every variant, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void pretrain(TrainingListener listener) throws IOException {
    models.pretrain(listener);
  }

  /**
   * Trains a joint model of every pair for every variant, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void train(TrainingListener listener) throws IOException {
    models.train(listener);
  }

  /**
   * Reads the answers of another system, which then has a row in the table of {@link #evaluate}.
   *
   * @param name what the table calls it
   * @param folder holds its answers: for every {@code ID.wav} in the directory's folder {@value
   *     #CONVERSATIONS} an {@code ID.rttm}; speakers' names mean nothing
   * @throws IOException if an answer is missing, damaged, or of several recordings
   */
  public void readAnswers(String name, Path folder) throws IOException {
    files.readAnswers(name, folder);
  }

  /**
   * Diarizes the test conversations with every system and writes the result files.
   *
   * @return what was measured, one a system
   * @throws IOException if files cannot be written
   */
  public List<DiarizedSystem.Result> evaluate() throws IOException {
    List<DiarizedSystem.Result> results = new ArrayList<>(evaluation.results());
    results.addAll(files.results());
    ResultFiles written =
        new ResultFiles(directory, "who-speaks-when", config.scale(), origin)
            .put("title", WhoSpeaksWhenTable.TITLE)
            .put(
                "command",
                "environment/vaelab train speech --scale %s --seed %d%s"
                    .formatted(config.scale(), config.seed(), answers()))
            .put("configuration", config)
            .put("commit", commit)
            // Of a resumed run only the last part.
            .put("wallSeconds", Math.round((System.nanoTime() - start) * 1e-9))
            .put("metrics", results)
            // SI-SDR in dB, mean over speakers and conversations, first variant.
            .put("separation", separation());
    written.writeTable(table(results));
    written.writeResult();
    return results;
  }

  /** Posterior of the first variant after a second look. */
  ActivityPosterior posterior(List<String> pair, DiarizationTrial trial) {
    return evaluation.posterior(first(), Look.TWICE, pair, trial);
  }

  private String answers() {
    return files.systems().stream()
        .map(name -> " --answers %s=DIR".formatted(name))
        .collect(Collectors.joining());
  }

  /**
   * Takes the speakers of a pair's first test conversation apart, with the first variant's model.
   *
   * @param pair index of the pair
   * @return separated sounds and their scores
   */
  public SeparatedSpeech separate(int pair) {
    List<String> names = data.pairs().get(pair);
    return separate(names, data.tests(names).get(0));
  }

  private SeparatedSpeech separate(List<String> pair, Conversation conversation) {
    return SeparatedSpeech.of(models.model(first(), pair), Look.TWICE, rows(), conversation);
  }

  /** Mean SI-SDR in dB over all speakers of all test conversations, before and after. */
  private Map<String, Double> separation() {
    List<SeparatedSpeech> all =
        data.pairs().stream()
            .flatMap(pair -> data.tests(pair).stream().map(test -> separate(pair, test)))
            .toList();
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("before", mean(all.stream().flatMapToDouble(s -> Arrays.stream(s.before()))));
    means.put("after", mean(all.stream().flatMapToDouble(s -> Arrays.stream(s.after()))));
    return means;
  }

  private static double mean(DoubleStream values) {
    return values.average().orElseThrow();
  }

  private WhoSpeaksWhenConfig.Variant first() {
    return config.variants().get(0);
  }

  /** The expert of the first variant. */
  MsVae expert(String speaker) {
    return models.expert(first(), speaker);
  }

  /** Rows of the first variant. */
  SpeechRows rows() {
    return models.rows(first());
  }

  /**
   * The result table.
   *
   * @param results what {@link #evaluate} measured
   * @return one row a system, under those of the paper
   */
  public Table table(List<DiarizedSystem.Result> results) {
    return WhoSpeaksWhenTable.of(config, results);
  }

  /**
   * Pairs of speakers.
   *
   * @return names
   */
  public List<List<String>> pairs() {
    return data.pairs();
  }

  /** What it learns from and is tested on. */
  SpeechData data() {
    return data;
  }

  /** Test conversations of a pair. */
  List<DiarizationTrial> trials(List<String> pair) {
    return models.trials(pair);
  }

  /** Frees the models. */
  @Override
  public void close() {
    models.close();
  }
}
