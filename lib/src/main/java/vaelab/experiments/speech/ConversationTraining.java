package vaelab.experiments.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import vaelab.audio.PatchScaling;
import vaelab.audio.SampleSource;
import vaelab.audio.Spectrogram;
import vaelab.audio.Stft;
import vaelab.audio.Window;
import vaelab.data.BadDataException;
import vaelab.data.DataOrigin;
import vaelab.data.Sha256;
import vaelab.diarization.Annotation;
import vaelab.diarization.MarkovActivity;
import vaelab.diarization.Rttm;
import vaelab.diarization.SpeakerTurn;
import vaelab.diarization.Timeline;
import vaelab.experiments.ExpertPretraining;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.SourceTraining;
import vaelab.experiments.TrainingPresets;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.msvae.Trainer;
import vaelab.msvae.TrainingConfig;
import vaelab.msvae.energy.SampleLattice;
import vaelab.nn.NetworkSizes;
import vaelab.train.TrainingListener;

/**
 * A model of a user's own speakers: experts from a track of each alone, a joint model from an
 * unlabelled conversation of them. Kept in one directory; an interrupted training goes on from its
 * last epoch.
 */
public final class ConversationTraining {
  private static final double COLUMN = 0.032; // seconds
  private static final double LOUDEST = 0.999;
  private static final double LEAST_ALONE = 1; // seconds
  private static final double LEAST_SPEECH = 0.3; // seconds: two rows to learn from

  private static final int MOST_EPOCHS = 400;

  private final Map<String, float[]> tracks;
  private final Path mixture;
  private final float[] conversation;
  private final int rate;
  private final Stft stft;
  private final double gain;
  private final SpeechRows rows;
  private final Path directory;
  private final TrainingConfig experts;
  private final TrainingConfig joint;

  /** Epochs that go through as much sound as the experiment's; of little sound not without end. */
  private static int epochs(double seconds, int ofTheExperiment) {
    double factor = Math.max(1, WhoSpeaksWhenConfig.SECONDS / seconds);
    return (int) Math.min(MOST_EPOCHS, Math.round(factor * ofTheExperiment));
  }

  /** What a directory belongs to: the order of the speakers is that of the model's streams. */
  private record Claim(List<String> speakers, TrainingConfig experts, TrainingConfig joint) {}

  /**
   * How and where to train.
   *
   * @param directory where models and checkpoints go
   * @param expertEpochs epochs of each expert, or 0 for as many as the experiment's six minutes
   *     make steps
   * @param epochs epochs of the joint model, or 0 likewise
   * @param seed seed of weights and noise
   */
  public record Plan(Path directory, int expertEpochs, int epochs, long seed) {}

  private ConversationTraining(
      Map<String, float[]> tracks,
      Function<String, Path> origin,
      Path mixture,
      float[] conversation,
      int rate,
      Map<String, String> sha256,
      Plan plan)
      throws IOException {
    this.tracks = tracks;
    this.mixture = mixture;
    this.conversation = conversation;
    this.rate = rate;
    directory = plan.directory();
    double alone = tracks.values().stream().mapToInt(t -> t.length).average().orElseThrow();
    experts =
        TrainingPresets.voices(
            plan.expertEpochs() != 0
                ? plan.expertEpochs()
                : epochs(alone / rate, WhoSpeaksWhenConfig.EXPERT_EPOCHS),
            plan.seed());
    joint =
        TrainingPresets.conversation(
            plan.epochs() != 0
                ? plan.epochs()
                : epochs(conversation.length / (double) rate, WhoSpeaksWhenConfig.EPOCHS),
            plan.seed());
    SampleLattice.single(tracks.size()).requireMemory(joint.batchSize());
    int size = Math.max(2, Integer.highestOneBit((int) Math.round(COLUMN * rate)));
    stft = new Stft(Window.HANN, size, Math.max(1, size / 4));
    gain = gain(stft, List.copyOf(tracks.values()), LOUDEST);
    rows = new SpeechRows(stft, gain, SilenceRule.FIXED_GAIN);
    for (Map.Entry<String, float[]> track : tracks.entrySet()) {
      requireRows(
          origin.apply(track.getKey()),
          "speech of " + track.getKey(),
          rows.speech(track.getValue()).length / rows.patches().dim());
    }
    requireRows(mixture, "conversation", rows.patches().count(conversation.length));
    RunDirectory.claim(
        directory,
        new Claim(List.copyOf(tracks.keySet()), experts, joint),
        new DataOrigin("own", true, "own recordings", sha256));
  }

  /** What is too short for a step of training. */
  private static void requireRows(Path file, String what, long found) throws IOException {
    if (found < 2) {
      throw BadDataException.of(
          file,
          "at least %s s of %s".formatted(LEAST_SPEECH, what),
          "less",
          "Give a longer recording");
    }
  }

  /** Names of streams, and of files that separated speech is written to. */
  private static void checkSpeakers(Collection<String> names) {
    if (names.size() > MarkovActivity.MOST_STREAMS) {
      throw new IllegalArgumentException(
          "expected at most %d speakers, found %d; leave out those who hardly speak."
              .formatted(MarkovActivity.MOST_STREAMS, names.size()));
    }
    for (String name : names) {
      SpeakerTurn.checkName(name); // before the training: an answer could not be written
      if (name.contains("/") || name.contains("\\")) {
        throw new IllegalArgumentException(
            "expected speakers' names without slashes, since files are called by them, found '%s'."
                .formatted(name));
      }
    }
  }

  /**
   * Experts from recordings of each speaker alone. Reads all sound, and takes the directory once it
   * is known to be usable.
   *
   * @param files a recording of each speaker alone, by name without white space and slashes, 1 to
   *     10
   * @param mixture a conversation of them, whose labels nobody knows
   * @param plan how and where to train
   * @return the training
   * @throws IOException if a sound is missing, damaged or silent, or the directory holds a run with
   *     other settings or on other data
   */
  public static ConversationTraining ofTracks(Map<String, Path> files, Path mixture, Plan plan)
      throws IOException {
    checkSpeakers(files.keySet());
    int rate = LearnedSound.rate(mixture);
    float[] conversation = LearnedSound.read(mixture, rate);
    Map<String, float[]> tracks = new LinkedHashMap<>();
    Map<String, String> sha256 = new TreeMap<>(Map.of("mixture", Sha256.of(mixture)));
    for (Map.Entry<String, Path> file : files.entrySet()) {
      tracks.put(file.getKey(), LearnedSound.read(file.getValue(), rate));
      sha256.put("speaker " + file.getKey(), Sha256.of(file.getValue()));
    }
    return new ConversationTraining(tracks, files::get, mixture, conversation, rate, sha256, plan);
  }

  /**
   * Experts from the turns of a labelled conversation: what each speaker says while nobody else
   * does, or all of it where that is less than a second. The joint model learns from the same
   * conversation without its labels.
   *
   * @param labels who speaks when in it
   * @param mixture the conversation
   * @param plan how and where to train
   * @return the training
   * @throws IOException as {@link #ofTracks} says, or if a speaker's turns lie beyond the sound
   */
  public static ConversationTraining ofLabels(Path labels, Path mixture, Plan plan)
      throws IOException {
    int rate = LearnedSound.rate(mixture);
    float[] conversation = LearnedSound.read(mixture, rate);
    Annotation turns = Rttm.readOne(labels);
    checkSpeakers(turns.speakers());
    Map<String, float[]> tracks = new LinkedHashMap<>();
    for (String speaker : turns.speakers()) {
      Timeline alone = turns.of(speaker).without(turns.overlap());
      Timeline used = alone.duration() < LEAST_ALONE ? turns.of(speaker) : alone;
      float[] track = LearnedSound.cut(conversation, rate, used);
      if (track.length < LEAST_SPEECH * rate) {
        throw BadDataException.of(
            labels,
            "at least %s s of %s within the %.1f s of %s"
                .formatted(
                    LEAST_SPEECH,
                    speaker,
                    (double) conversation.length / rate,
                    mixture.getFileName()),
            "%.2f s".formatted((double) track.length / rate),
            "Give the labels of that recording, or leave the speaker out");
      }
      tracks.put(speaker, track);
    }
    Map<String, String> sha256 = Map.of("mixture", Sha256.of(mixture), "labels", Sha256.of(labels));
    return new ConversationTraining(
        tracks, name -> labels, mixture, conversation, rate, sha256, plan);
  }

  /**
   * The rate it learns at: the mixture's, if that is not needlessly high.
   *
   * @return samples a second; sound of another rate has been resampled
   */
  public int rate() {
    return rate;
  }

  /**
   * Trains, or goes on where the directory left off.
   *
   * @param listener told about the progress
   * @return the model, kept in the directory; to be closed by the caller
   * @throws IOException if a file cannot be read or written
   */
  public ConversationModel run(TrainingListener listener) throws IOException {
    Map<String, float[]> speech = new LinkedHashMap<>();
    tracks.forEach((name, samples) -> speech.put(name, rows.speech(samples)));
    List<MsVae> trained =
        new ExpertPretraining(NetworkSizes.audio(rows.patches().dim()), experts, directory)
            .run(speech, listener);
    try {
      MsVae model =
          joint(
              directory.resolve(SourceTraining.MODEL),
              trained,
              rows.quiet(conversation),
              joint,
              listener);
      try {
        return complete(model);
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
    } finally {
      trained.forEach(MsVae::close);
    }
  }

  /** Adds what belongs to the networks, which is written last. */
  private ConversationModel complete(MsVae model) throws IOException {
    ConversationModel complete =
        new ConversationModel(model, SoundSettings.of(rate, stft, gain))
            .withChains(() -> SampleSource.open(mixture));
    complete.saveSettings(directory);
    return complete;
  }

  /**
   * The gain that brings nearly all magnitudes of training sound to at most 1.
   *
   * @param stft transform
   * @param sounds each speaker alone
   * @param share share of them, in (0,1]
   * @return the factor
   */
  static double gain(Stft stft, List<float[]> sounds, double share) {
    List<float[]> columns = new ArrayList<>();
    for (float[] sound : sounds) {
      Spectrogram spectrogram = stft.transform(sound);
      columns.addAll(List.of(spectrogram.magnitudes()));
    }
    return PatchScaling.Gain.bringing(columns.toArray(float[][]::new), share).value();
  }

  /**
   * Trains a joint model from experts, or reads it where the file is there.
   *
   * @param file the model; its checkpoint and history stand beside it
   * @param experts one a speaker
   * @param x rows of the conversation
   * @param config how to train
   * @param listener told about the progress
   * @return the model, to be closed by the caller
   */
  static MsVae joint(
      Path file, List<MsVae> experts, float[] x, TrainingConfig config, TrainingListener listener)
      throws IOException {
    if (Files.exists(file)) {
      return ModelFile.load(file);
    }
    String name = file.getFileName().toString().replace(".safetensors", "");
    Path checkpoint = file.resolveSibling(name + ".checkpoint.safetensors");
    MsVae model = MsVae.fromExperts(experts, config.seed(), true);
    try {
      new Trainer(model, config)
          .checkpoint(checkpoint)
          .listener(listener)
          .fit(x)
          .toCsv(file.resolveSibling(name + ".history.csv"));
      ModelFile.save(file, model);
    } catch (IOException | RuntimeException e) {
      model.close();
      throw e;
    }
    Files.deleteIfExists(checkpoint);
    return model;
  }
}
