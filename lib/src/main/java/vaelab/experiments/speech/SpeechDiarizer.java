package vaelab.experiments.speech;

import java.util.Arrays;
import vaelab.audio.SpectrogramPatches;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.MarkovActivity;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;

/** From rows to the posterior of who speaks, with or without a prior over time. */
final class SpeechDiarizer {
  /** Rows share half of their columns with the next, and say everything twice. */
  private static final double WEIGHT = 0.5;

  /** Log-odds that a single row may amount to: no model of sound is surer than that. */
  private static final double BOUND = 10;

  /** Mean length of a turn in seconds that the chains start from. */
  private static final double TURN = 2;

  private static final int CHAIN_STEPS = 5;

  private final MsVae model;
  private final SpectrogramPatches patches;
  private final int rate;

  SpeechDiarizer(MsVae model, SpectrogramPatches patches, int rate) {
    this.model = model;
    this.patches = patches;
    this.rate = rate;
  }

  /** q(s_h = 1; x) of every row, [speaker][row]. */
  double[][] activity(Inference inference, float[] rows) {
    float[] activity = inference.predict(rows).activity();
    int streams = model.streams().size();
    double[][] perStream = new double[streams][activity.length / streams];
    for (int i = 0; i < activity.length; i++) {
      perStream[i % streams][i / streams] = activity[i];
    }
    return perStream;
  }

  /** Chains that fit an unlabelled conversation. */
  MarkovActivity chains(double[][] activity) {
    double frames = TURN * rate / (patches.layout().hop() * patches.stft().hop());
    return MarkovActivity.lasting(boundedPi(), frames).fit(evidence(activity), CHAIN_STEPS);
  }

  /** The same activities, given that they last. */
  double[][] smoothed(double[][] activity, MarkovActivity chains) {
    return chains.smooth(evidence(activity)).activity();
  }

  /** From rows to columns: the mean over the rows that have it, or 0 where it is silent. */
  ActivityPosterior posterior(double[][] activity, boolean[] silent) {
    double[][] values = new double[activity.length][];
    for (int h = 0; h < values.length; h++) {
      values[h] = patches.layout().columnMeans(activity[h], silent.length);
      for (int c = 0; c < silent.length; c++) {
        // A mean of ones may be a little more than 1.
        values[h][c] = silent[c] ? 0 : Math.min(1, values[h][c]);
      }
    }
    return new ActivityPosterior(model.sources(), patches.secondsPerColumn(rate), values);
  }

  /** Without the prior that the activities were found under, whatever it is. */
  private double[][] evidence(double[][] activity) {
    return MarkovActivity.evidence(activity, model.pi(), WEIGHT, BOUND);
  }

  /** Rates that chains can start from: a stream that training has put to sleep may wake up. */
  private double[] boundedPi() {
    return Arrays.stream(model.pi()).map(p -> Math.max(0.01, Math.min(0.9, p))).toArray();
  }
}
