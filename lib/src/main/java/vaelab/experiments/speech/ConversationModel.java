package vaelab.experiments.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vaelab.audio.ForwardStft;
import vaelab.audio.SampleSource;
import vaelab.audio.SampleType;
import vaelab.audio.SpectrogramPatches;
import vaelab.audio.WavWriter;
import vaelab.data.BadDataException;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.MarkovActivity;
import vaelab.diarization.SilenceDetector;
import vaelab.experiments.SourceTraining;
import vaelab.msvae.Inference;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;

/**
 * A model of speakers with all that belongs to it: rate, transform, gain, and how long activity
 * lasts. Diarizes sound of any length in memory that grows by a few numbers a column, with the
 * chains by a few times 2^H.
 */
public final class ConversationModel implements AutoCloseable {
  private static final int BATCH = Inference.BATCH;
  private static final int BLOCK = 1 << 14;

  private final MsVae model;
  private final SoundSettings settings;

  ConversationModel(MsVae model, SoundSettings settings) {
    this.model = model;
    this.settings = settings;
  }

  /**
   * Reads a model.
   *
   * @param directory where a training left it
   * @return the model, to be closed
   * @throws IOException if there is none, or a file is damaged
   */
  public static ConversationModel load(Path directory) throws IOException {
    SoundSettings.requireIn(directory);
    MsVae model = ModelFile.load(directory.resolve(SourceTraining.MODEL));
    try {
      return new ConversationModel(model, SoundSettings.read(directory, model));
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * What a model consists of.
   *
   * @param directory where a training left it
   * @return its files
   */
  public static List<Path> files(Path directory) {
    return List.of(directory.resolve(SoundSettings.FILE), directory.resolve(SourceTraining.MODEL));
  }

  /** Writes what belongs to the networks; last of all, so that a model that has it is complete. */
  void saveSettings(Path directory) throws IOException {
    settings.write(directory);
  }

  /**
   * Samples a second of the sound that the model knows; other sound is resampled.
   *
   * @return the rate
   */
  public int rate() {
    return settings.rate();
  }

  /**
   * Whom it knows.
   *
   * @return names
   */
  public List<String> speakers() {
    return model.sources();
  }

  /**
   * How much each speaker speaks in the conversation that the model was trained on, as it learned.
   *
   * @return pi, 0 to 1, in the order of {@link #speakers}
   */
  public double[] prior() {
    return model.pi();
  }

  /**
   * Width of a column of a posterior.
   *
   * @return seconds
   */
  public double secondsPerColumn() {
    return settings.patches().secondsPerColumn(rate());
  }

  /** Opens a sound once more: it is read twice, first for its loudness. */
  @FunctionalInterface
  public interface Sound {
    /**
     * Opens it at its beginning.
     *
     * @return the sound, closed by the caller
     * @throws IOException if it cannot be read
     */
    SampleSource open() throws IOException;
  }

  /**
   * Who speaks in every column of a sound.
   *
   * @param sound the sound
   * @param look how often the encoders look at a row
   * @param lasting whether activity is known to last: the Markov chains of the conversation that
   *     the model was trained on
   * @return posteriors, 0 where it is silent
   * @throws IOException if it cannot be read
   */
  public ActivityPosterior diarize(Sound sound, Look look, boolean lasting) throws IOException {
    boolean[] silent = silentColumns(sound);
    double[][] activity = activity(sound, look, silent);
    SpeechDiarizer diarizer = new SpeechDiarizer(model, settings.patches(), rate());
    return diarizer.posterior(
        lasting ? diarizer.smoothed(activity, settings.chains()) : activity, silent);
  }

  private static Path sound(Path directory, String speaker) {
    return directory.resolve(speaker + ".wav");
  }

  /**
   * Makes sure that {@link #separate} overwrites nothing: the files are called as a user's own
   * recordings of the speakers may be.
   *
   * @param directory where the sounds are to go
   * @throws IOException if it holds a file of such a name
   */
  public void requireNoSounds(Path directory) throws IOException {
    for (String speaker : speakers()) {
      if (Files.exists(sound(directory, speaker))) {
        throw BadDataException.of(
            directory,
            "a directory for separated speech without " + speaker + ".wav",
            "that file, which would be overwritten",
            "Give another directory");
      }
    }
  }

  /**
   * Takes the speakers of a sound apart, into one WAV file a speaker.
   *
   * @param sound the sound
   * @param look how often the encoders look at a row
   * @param directory where {@code NAME.wav} go, at the model's rate
   * @throws IOException if a file cannot be read or written; none is left half-written
   */
  public void separate(Sound sound, Look look, Path directory) throws IOException {
    List<WavWriter> writers = new ArrayList<>();
    try {
      for (String speaker : speakers()) {
        writers.add(
            // Mixtures may lie beyond full scale, and so may their parts: integers would clip.
            WavWriter.create(sound(directory, speaker), SampleType.FLOAT_32, 1, rate()));
      }
      new SpeechSeparator(model, look, settings.patches())
          .separate(
              () -> sound.open().at(rate()),
              silentColumns(sound),
              (speaker, samples, count) ->
                  writers.get(speaker).write(new float[][] {samples}, 0, count));
      for (WavWriter writer : writers) {
        writer.finish();
      }
    } finally {
      for (WavWriter writer : writers) {
        writer.close();
      }
    }
  }

  /** The same model with chains that fit an unlabelled conversation. */
  ConversationModel withChains(Sound conversation) throws IOException {
    double[][] activity = activity(conversation, Look.TWICE, silentColumns(conversation));
    MarkovActivity chains = new SpeechDiarizer(model, settings.patches(), rate()).chains(activity);
    return new ConversationModel(model, settings.with(chains));
  }

  /** q(s_h = 1; x) of every row, [speaker][row]. */
  private double[][] activity(Sound sound, Look look, boolean[] silent) throws IOException {
    SpectrogramPatches patches = settings.patches();
    Inference inference = look.inference(model);
    int streams = model.streams().size();
    int rows = (int) patches.layout().count(silent.length);
    double[][] activity = new double[streams][rows];
    int[] done = {0};
    try (SampleSource source = sound.open().at(rate())) {
      patches.forEachBatch(
          source,
          BATCH,
          (values, count) -> {
            float[] x = Arrays.copyOf(values, count * patches.dim());
            clearSilentRows(x, done[0], patches, silent);
            float[] found = inference.predict(x).activity();
            for (int i = 0; i < found.length; i++) {
              activity[i % streams][done[0] + i / streams] = found[i];
            }
            done[0] += count;
          });
    }
    return activity;
  }

  /** Rows of which all columns are silent become 0. */
  static void clearSilentRows(
      float[] rows, int first, SpectrogramPatches patches, boolean[] silent) {
    int dim = patches.dim();
    for (int n = 0; n < rows.length / dim; n++) {
      int from = (first + n) * patches.layout().hop();
      int to = Math.min(silent.length, from + patches.layout().columns());
      boolean quiet = true;
      for (int c = from; c < to; c++) {
        quiet &= silent[c];
      }
      if (quiet) {
        Arrays.fill(rows, n * dim, (n + 1) * dim, 0);
      }
    }
  }

  /** Columns that are silent by their loudness. */
  private boolean[] silentColumns(Sound sound) throws IOException {
    List<Double> energies = new ArrayList<>();
    try (SampleSource source = sound.open().at(rate())) {
      ForwardStft forward =
          settings
              .patches()
              .stft()
              .forward(
                  (re, im) -> {
                    double energy = 0;
                    for (int k = 0; k < re.length; k++) {
                      energy += (double) re[k] * re[k] + (double) im[k] * im[k];
                    }
                    energies.add(energy);
                  });
      float[] block = new float[BLOCK];
      for (int n = source.read(block, 0, BLOCK); n > 0; n = source.read(block, 0, BLOCK)) {
        forward.write(block, 0, n);
      }
      forward.finish();
    }
    double[] all = energies.stream().mapToDouble(Double::doubleValue).toArray();
    return SilenceDetector.fit(all).silent(all);
  }

  /** Frees the networks. */
  @Override
  public void close() {
    model.close();
  }
}
