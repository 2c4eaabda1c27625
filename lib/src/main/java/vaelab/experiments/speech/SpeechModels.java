package vaelab.experiments.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.audio.Conversation;
import vaelab.audio.Stft;
import vaelab.experiments.ExpertPretraining;
import vaelab.msvae.MsVae;
import vaelab.nn.NetworkSizes;
import vaelab.train.TrainingListener;

/** Experts and joint models of all variants and pairs, kept in one directory. */
final class SpeechModels implements AutoCloseable {
  /** Transform of the sound. */
  static final Stft STFT = Stft.EIGHT_KHZ;

  private final WhoSpeaksWhenConfig config;
  private final SpeechData data;
  private final Path directory;
  private final Map<Double, Double> gains = new HashMap<>();
  private final Map<WhoSpeaksWhenConfig.Variant, Map<String, MsVae>> experts =
      new LinkedHashMap<>();
  private final Map<WhoSpeaksWhenConfig.Variant, Map<List<String>, MsVae>> models =
      new LinkedHashMap<>();

  SpeechModels(WhoSpeaksWhenConfig config, SpeechData data, Path directory) {
    this.config = config;
    this.data = data;
    this.directory = directory;
  }

  /** Rows of a variant. */
  SpeechRows rows(WhoSpeaksWhenConfig.Variant variant) {
    return new SpeechRows(
        STFT, gains.computeIfAbsent(variant.enrolment(), this::gain), variant.silence());
  }

  /** That of the enrolments' share: a variant knows no more of the speakers than it learns from. */
  private double gain(double share) {
    List<float[]> known = data.speakers().stream().map(s -> enrolment(s, share)).toList();
    return ConversationTraining.gain(STFT, known, config.loudest());
  }

  /**
   * Pretrains one expert a speaker for every variant, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  void pretrain(TrainingListener listener) throws IOException {
    release(experts);
    Map<String, Map<String, MsVae>> done = new LinkedHashMap<>();
    for (WhoSpeaksWhenConfig.Variant variant : config.variants()) {
      // Experts know no silence, so what is done about it in conversations makes no difference.
      boolean kept = variant.silence() == SilenceRule.FIXED_GAIN;
      String id = "experts-%s-%d".formatted(kept ? "gain" : "unit", percent(variant));
      if (!done.containsKey(id)) {
        done.put(id, pretrain(variant, directory.resolve(id), listener));
      }
      experts.put(variant, done.get(id));
    }
  }

  private Map<String, MsVae> pretrain(
      WhoSpeaksWhenConfig.Variant variant, Path folder, TrainingListener listener)
      throws IOException {
    SpeechRows rows = rows(variant);
    Map<String, float[]> sources = new LinkedHashMap<>();
    for (String speaker : data.speakers()) {
      sources.put(speaker, rows.speech(enrolment(speaker, variant.enrolment())));
    }
    Files.createDirectories(folder);
    List<MsVae> all =
        new ExpertPretraining(
                NetworkSizes.audio(rows.patches().dim()), config.experts(variant), folder)
            .run(sources, listener);
    Map<String, MsVae> byName = new LinkedHashMap<>();
    all.forEach(expert -> byName.put(expert.sources().get(0), expert));
    return byName;
  }

  /** The beginning of a speaker's own track. */
  float[] enrolment(String speaker, double share) {
    float[] whole = data.enrolment(speaker);
    return Arrays.copyOf(whole, (int) Math.round(share * whole.length));
  }

  private static long percent(WhoSpeaksWhenConfig.Variant variant) {
    return Math.round(100 * variant.enrolment());
  }

  /**
   * Trains a joint model of every pair for every variant, or reads those that the directory holds.
   * No label is used, but by the variant that is told where silence is.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  void train(TrainingListener listener) throws IOException {
    release(models);
    for (WhoSpeaksWhenConfig.Variant variant : config.variants()) {
      Map<List<String>, MsVae> own = new LinkedHashMap<>();
      models.put(variant, own);
      for (List<String> pair : pairs(variant)) {
        own.put(pair, joint(variant, pair, listener));
      }
    }
  }

  private MsVae joint(
      WhoSpeaksWhenConfig.Variant variant, List<String> pair, TrainingListener listener)
      throws IOException {
    String name = variant.id() + "-" + String.join("-", pair) + ".safetensors";
    return ConversationTraining.joint(
        directory.resolve(name),
        pair.stream().map(experts.get(variant)::get).toList(),
        learned(variant, pair),
        config.joint(),
        listener);
  }

  /** Rows of the training conversation. */
  float[] learned(WhoSpeaksWhenConfig.Variant variant, List<String> pair) {
    DiarizationTrial conversation = trial(data.conversation(pair));
    return rows(variant).of(conversation.conversation(), conversation.reference(), config.seed());
  }

  /** Pairs of a variant. */
  List<List<String>> pairs(WhoSpeaksWhenConfig.Variant variant) {
    return data.pairs().subList(0, Math.min(variant.pairs(), data.pairs().size()));
  }

  /** A conversation with its reference. */
  DiarizationTrial trial(Conversation conversation) {
    return new DiarizationTrial(conversation, config.bridged(), config.grid());
  }

  /** Test conversations of a pair. */
  List<DiarizationTrial> trials(List<String> pair) {
    return data.tests(pair).stream().map(this::trial).toList();
  }

  /** The expert of a speaker. */
  MsVae expert(WhoSpeaksWhenConfig.Variant variant, String speaker) {
    return experts.get(variant).get(speaker);
  }

  /** The joint model of a pair. */
  MsVae model(WhoSpeaksWhenConfig.Variant variant, List<String> pair) {
    return models.get(variant).get(pair);
  }

  /** Frees the models. */
  @Override
  public void close() {
    release(experts);
    release(models);
  }

  /** Variants may share models. */
  private static <K> void release(Map<?, Map<K, MsVae>> kept) {
    kept.values().stream().flatMap(m -> m.values().stream()).distinct().forEach(MsVae::close);
    kept.clear();
  }
}
