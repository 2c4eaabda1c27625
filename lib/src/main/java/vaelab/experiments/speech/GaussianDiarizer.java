package vaelab.experiments.speech;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.audio.Mfcc;
import vaelab.audio.Stft;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.GaussianMixture;
import vaelab.diarization.MarkovActivity;
import vaelab.diarization.SilenceDetector;

/**
 * What a user would otherwise build: a mixture of Gaussians on MFCCs for each set of speakers that
 * may speak at once, among them nobody, from the same enrolments as the experts'. Sets of several
 * speakers learn from sums of their speech. Columns are joined by the same Markov chains as the
 * model's.
 */
final class GaussianDiarizer {
  private static final int COMPONENTS = 32;

  /** Mean length of a turn in seconds that the chains start from. */
  private static final double TURN = 2;

  private static final int CHAIN_STEPS = 5;

  private final List<String> speakers;
  private final Stft stft;
  private final int rate;
  private final Mfcc mfcc;

  /** Columns of four hops each say everything four times. */
  private final double weight;

  private final List<GaussianMixture> mixtures = new ArrayList<>();

  /**
   * Learns from enrolments.
   *
   * @param speakers names
   * @param enrolments each speaker alone, with pauses
   * @param stft transform
   * @param rate samples a second
   * @param seed seed of the mixtures' first means
   */
  GaussianDiarizer(
      List<String> speakers, List<float[]> enrolments, Stft stft, int rate, long seed) {
    this.speakers = speakers;
    this.stft = stft;
    this.rate = rate;
    weight = (double) stft.hop() / stft.size();
    mfcc = Mfcc.ofSpeech(stft, rate);
    List<float[]> speech = new ArrayList<>();
    List<double[]> silence = new ArrayList<>();
    for (float[] enrolment : enrolments) {
      boolean[] silent = silent(enrolment);
      double[][] features = features(enrolment);
      for (int t = 0; t < silent.length; t += apart()) {
        if (silent[t]) {
          silence.add(features[t]);
        }
      }
      speech.add(spoken(enrolment, silent));
    }
    mixtures.add(GaussianMixture.fit(silence.toArray(double[][]::new), COMPONENTS, seed));
    for (int state = 1; state < 1 << speakers.size(); state++) {
      double[][] features = features(sum(speech, state));
      double[][] some =
          IntStream.range(0, (features.length + apart() - 1) / apart())
              .mapToObj(n -> features[n * apart()])
              .toArray(double[][]::new);
      mixtures.add(GaussianMixture.fit(some, COMPONENTS, seed + state));
    }
  }

  /** Columns from one to the next that shares no sample with it: enough to learn from. */
  private int apart() {
    return stft.size() / stft.hop();
  }

  /** The samples around columns that are not silent, one after the other. */
  private float[] spoken(float[] samples, boolean[] silent) {
    float[] spoken = new float[samples.length];
    int count = 0;
    for (int t = 0; t < silent.length && (t + 1) * stft.hop() <= samples.length; t++) {
      if (!silent[t]) {
        System.arraycopy(samples, t * stft.hop(), spoken, count, stft.hop());
        count += stft.hop();
      }
    }
    return Arrays.copyOf(spoken, count);
  }

  /** All speakers of a state at once, as long as the shortest of them. */
  private static float[] sum(List<float[]> speech, int state) {
    List<float[]> active =
        IntStream.range(0, speech.size())
            .filter(h -> (state >> h & 1) == 1)
            .mapToObj(speech::get)
            .toList();
    float[] sum = new float[active.stream().mapToInt(own -> own.length).min().orElseThrow()];
    for (float[] own : active) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += own[i];
      }
    }
    return sum;
  }

  private boolean[] silent(float[] samples) {
    double[] energies = stft.transform(samples).energies();
    return SilenceDetector.fit(energies).silent(energies);
  }

  private double[][] features(float[] samples) {
    float[][] columns = Mfcc.withDeltas(mfcc.ofSound(samples));
    double[][] features = new double[columns.length][columns[0].length];
    for (int t = 0; t < features.length; t++) {
      for (int i = 0; i < features[t].length; i++) {
        features[t][i] = columns[t][i];
      }
    }
    return features;
  }

  private double[][] evidence(float[] samples) {
    double[][] features = features(samples);
    double[][] evidence = new double[features.length][mixtures.size()];
    for (int state = 0; state < mixtures.size(); state++) {
      double[] log = mixtures.get(state).logDensity(features);
      for (int t = 0; t < log.length; t++) {
        evidence[t][state] = weight * log[t];
      }
    }
    return evidence;
  }

  /** Chains that fit an unlabelled conversation. */
  MarkovActivity chains(float[] samples) {
    double[] pi = new double[speakers.size()];
    Arrays.fill(pi, 0.3);
    return MarkovActivity.lasting(pi, TURN * rate / stft.hop()).fit(evidence(samples), CHAIN_STEPS);
  }

  /** Who speaks in every column. */
  ActivityPosterior posterior(float[] samples, MarkovActivity chains) {
    return new ActivityPosterior(
        speakers, (double) stft.hop() / rate, chains.smooth(evidence(samples)).activity());
  }
}
