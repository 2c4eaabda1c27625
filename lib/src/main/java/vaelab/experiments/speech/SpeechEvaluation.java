package vaelab.experiments.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.MarkovActivity;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;

/**
 * Diarizes the test conversations with every system.
 *
 * <p>The clock of a system begins at the samples of each conversation. Its first pass, which pays
 * for what is loaded or compiled once, is repeated and not counted.
 */
final class SpeechEvaluation {
  /** Inference runs with samples of z, as in the paper's Table 2. */
  private static final int RUNS = 3;

  /** Threshold of the paper. */
  private static final double SURE = 0.99;

  private final WhoSpeaksWhenConfig config;
  private final SpeechData data;
  private final SpeechModels models;
  private final int rate;

  SpeechEvaluation(WhoSpeaksWhenConfig config, SpeechData data, SpeechModels models, int rate) {
    this.config = config;
    this.data = data;
    this.models = models;
    this.rate = rate;
  }

  /** One result a system, those of the variants first. */
  List<DiarizedSystem.Result> results() {
    List<DiarizedSystem.Result> results = new ArrayList<>();
    for (WhoSpeaksWhenConfig.Variant variant : config.variants()) {
      boolean some = models.pairs(variant).size() < data.pairs().size();
      String name =
          variant.description() + (some ? ", " + String.join("; ", names(variant)) + " only" : "");
      results.add(sampled(variant, name + ", one sample of z"));
      results.addAll(once(variant, name));
      results.addAll(twice(variant, name));
    }
    config.variants().stream()
        .mapToDouble(WhoSpeaksWhenConfig.Variant::enrolment)
        .distinct()
        .forEach(share -> results.add(classical(share)));
    return results;
  }

  private List<String> names(WhoSpeaksWhenConfig.Variant variant) {
    return models.pairs(variant).stream().map(pair -> String.join(" and ", pair)).toList();
  }

  private List<DiarizedSystem.Result> once(WhoSpeaksWhenConfig.Variant variant, String name) {
    DiarizedSystem plain = new DiarizedSystem(name + ", mean of z");
    DiarizedSystem lasting = new DiarizedSystem(name + ", Markov prior");
    measure(variant, Look.ONCE, List.of(plain), lasting);
    return List.of(plain.result(), lasting.result());
  }

  private List<DiarizedSystem.Result> twice(WhoSpeaksWhenConfig.Variant variant, String name) {
    List<DiarizedSystem> plain =
        new ArrayList<>(List.of(new DiarizedSystem(name + ", second look")));
    if (variant.silence() == SilenceRule.FIXED_GAIN) {
      plain.add(new DiarizedSystem("%s, second look, threshold %s".formatted(name, SURE), SURE));
    }
    DiarizedSystem lasting = new DiarizedSystem(name + ", second look, Markov prior");
    measure(variant, Look.TWICE, plain, lasting);
    List<DiarizedSystem> all = new ArrayList<>(plain);
    all.add(lasting);
    return all.stream().map(DiarizedSystem::result).toList();
  }

  /** The paper's way: inference runs with one sample of z each. */
  private DiarizedSystem.Result sampled(WhoSpeaksWhenConfig.Variant variant, String name) {
    DiarizedSystem system = new DiarizedSystem(name);
    for (List<String> pair : models.pairs(variant)) {
      MsVae model = models.model(variant, pair);
      Ear ear = new Ear(variant, model);
      List<Inference> runs =
          IntStream.range(0, RUNS)
              .mapToObj(run -> Look.ONCE.inference(model).withSamples(1, config.seed() + run))
              .toList();
      for (DiarizationTrial trial : models.trials(pair)) {
        if (system.isEmpty()) {
          ear.hear(runs.get(0), trial);
        }
        long begin = System.nanoTime();
        List<ActivityPosterior> posteriors =
            runs.stream().map(run -> ear.hear(run, trial).posterior()).toList();
        system.add(pair, trial, posteriors, seconds(begin) / RUNS);
      }
    }
    return system.result();
  }

  /**
   * With the mean of z: as it is, for systems that differ in what follows, and given that it lasts.
   */
  private void measure(
      WhoSpeaksWhenConfig.Variant variant,
      Look look,
      List<DiarizedSystem> plain,
      DiarizedSystem lasting) {
    for (List<String> pair : models.pairs(variant)) {
      MsVae model = models.model(variant, pair);
      Ear ear = new Ear(variant, model);
      Inference inference = look.inference(model);
      MarkovActivity chains =
          ear.diarizer.chains(ear.diarizer.activity(inference, models.learned(variant, pair)));
      for (DiarizationTrial trial : models.trials(pair)) {
        if (lasting.isEmpty()) {
          ear.hear(inference, trial).lasting(chains);
        }
        long begin = System.nanoTime();
        Heard heard = ear.hear(inference, trial);
        List<ActivityPosterior> posterior = List.of(heard.posterior());
        double inferred = seconds(begin);
        List<ActivityPosterior> smoothed = List.of(heard.lasting(chains));
        lasting.add(pair, trial, smoothed, seconds(begin));
        plain.forEach(system -> system.add(pair, trial, posterior, inferred));
      }
    }
  }

  private DiarizedSystem.Result classical(double share) {
    DiarizedSystem system =
        new DiarizedSystem("Gaussian mixtures on MFCCs (%d %%)".formatted(Math.round(100 * share)));
    for (List<String> pair : data.pairs()) {
      GaussianDiarizer diarizer =
          new GaussianDiarizer(
              pair,
              pair.stream().map(speaker -> models.enrolment(speaker, share)).toList(),
              SpeechModels.STFT,
              rate,
              config.seed());
      MarkovActivity chains = diarizer.chains(data.conversation(pair).mixture());
      for (DiarizationTrial trial : models.trials(pair)) {
        float[] mixture = trial.conversation().mixture();
        if (system.isEmpty()) {
          diarizer.posterior(mixture, chains);
        }
        long begin = System.nanoTime();
        ActivityPosterior posterior = diarizer.posterior(mixture, chains);
        system.add(pair, trial, List.of(posterior), seconds(begin));
      }
    }
    return system.result();
  }

  /** Posterior with the mean of z. */
  ActivityPosterior posterior(
      WhoSpeaksWhenConfig.Variant variant, Look look, List<String> pair, DiarizationTrial trial) {
    MsVae model = models.model(variant, pair);
    return new Ear(variant, model).hear(look.inference(model), trial).posterior();
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) * 1e-9;
  }

  /** What belongs to a model from the samples on. */
  private final class Ear {
    private final SpeechRows rows;
    private final SpeechDiarizer diarizer;

    Ear(WhoSpeaksWhenConfig.Variant variant, MsVae model) {
      rows = models.rows(variant);
      diarizer = new SpeechDiarizer(model, rows.patches(), rate);
    }

    /** Activities of all rows, and where it is silent. */
    Heard hear(Inference inference, DiarizationTrial trial) {
      float[] x = rows.of(trial.conversation(), trial.reference(), config.seed() + 1);
      boolean[] silent = rows.silentColumns(trial.conversation().mixture());
      return new Heard(diarizer, diarizer.activity(inference, x), silent);
    }
  }

  /** Activities of all rows, with or without a prior over time. */
  private record Heard(SpeechDiarizer diarizer, double[][] activity, boolean[] silent) {
    ActivityPosterior posterior() {
      return diarizer.posterior(activity, silent);
    }

    ActivityPosterior lasting(MarkovActivity chains) {
      return diarizer.posterior(diarizer.smoothed(activity, chains), silent);
    }
  }
}
