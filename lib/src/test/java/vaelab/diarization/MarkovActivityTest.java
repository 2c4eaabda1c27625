package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MarkovActivityTest {
  /** Every sequence of joint states counted out. */
  @Property(tries = 60)
  void agreesWithAllSequences(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int streams,
      @ForAll @IntRange(min = 1, max = 4) int frames) {
    Random random = new Random(seed);
    MarkovActivity chains =
        new MarkovActivity(
            random.doubles(streams, 0.01, 0.99).toArray(),
            random.doubles(streams, 0.01, 0.99).toArray());
    int states = 1 << streams;
    double[][] evidence = new double[frames][];
    Arrays.setAll(evidence, t -> random.doubles(states, -900, -880).toArray());

    double[][] expected = new double[frames][states];
    double total = 0;
    int sequences = (int) Math.pow(states, frames);
    for (int sequence = 0; sequence < sequences; sequence++) {
      int[] path = new int[frames];
      for (int t = 0, rest = sequence; t < frames; t++, rest /= states) {
        path[t] = rest % states;
      }
      double p = 1;
      for (int t = 0; t < frames; t++) {
        for (int h = 0; h < streams; h++) {
          double up = chains.start()[h];
          double down = chains.stop()[h];
          int now = path[t] >> h & 1;
          if (t == 0) {
            p *= (now == 1 ? up : down) / (up + down);
          } else if ((path[t - 1] >> h & 1) == 0) {
            p *= now == 1 ? up : 1 - up;
          } else {
            p *= now == 0 ? down : 1 - down;
          }
        }
        p *= Math.exp(evidence[t][path[t]] + 890);
      }
      total += p;
      for (int t = 0; t < frames; t++) {
        expected[t][path[t]] += p;
      }
    }
    MarkovActivity.Smoothed smoothed = chains.smooth(evidence);
    assertEquals(Math.log(total) - 890 * frames, smoothed.logLikelihood(), 1e-9);
    for (int t = 0; t < frames; t++) {
      for (int s = 0; s < states; s++) {
        assertEquals(expected[t][s] / total, smoothed.posterior()[t][s], 1e-12);
      }
      for (int h = 0; h < streams; h++) {
        double marginal = 0;
        for (int s = 0; s < states; s++) {
          marginal += (s >> h & 1) * expected[t][s] / total;
        }
        assertEquals(marginal, smoothed.activity()[h][t], 1e-12);
      }
    }
  }

  @Test
  void aChainWithoutMemoryGivesThePosteriorBack() {
    // start + stop = 1: what comes next does not depend on what was.
    double[][] posterior = {{0.9, 0.2, 0.5}, {0.1, 0.99, 0.3}};
    double[] pi = {0.3, 0.4};
    MarkovActivity chains = new MarkovActivity(new double[] {0.3, 0.4}, new double[] {0.7, 0.6});
    double[][] smoothed = chains.smooth(MarkovActivity.evidence(posterior, pi, 1, 100)).activity();
    for (int h = 0; h < 2; h++) {
      assertArrayEquals(posterior[h], smoothed[h], 1e-12);
    }
  }

  @Test
  void aSingleDoubtfulFrameFollowsItsNeighbours() {
    double[] pi = {0.5};
    MarkovActivity chains = MarkovActivity.lasting(pi, 10);
    double[][] posterior = {{0.99, 0.99, 0.3, 0.99, 0.99, 0.01, 0.01, 0.7, 0.01, 0.01}};
    double[] smoothed = chains.smooth(MarkovActivity.evidence(posterior, pi, 1, 100)).activity()[0];
    assertTrue(smoothed[2] > 0.9, Arrays.toString(smoothed));
    assertTrue(smoothed[7] < 0.1, Arrays.toString(smoothed));
  }

  @Test
  void certaintiesAreBounded() {
    double[][] evidence =
        MarkovActivity.evidence(new double[][] {{0, 1, 0.5}}, new double[] {0.5}, 0.5, 8);
    assertArrayEquals(new double[] {0, -4}, evidence[0]);
    assertArrayEquals(new double[] {0, 4}, evidence[1]);
    assertArrayEquals(new double[] {0, 0}, evidence[2]);
  }

  @Test
  void ratesAndDurations() {
    MarkovActivity chains = MarkovActivity.lasting(new double[] {0.2, 0.5}, 20);
    assertArrayEquals(new double[] {0.2, 0.5}, chains.rates(), 1e-15);
    assertArrayEquals(new double[] {0.05, 0.05}, chains.stop());
    assertEquals(2, chains.streams());
  }

  @Test
  void emFindsTheChainsThatMadeTheData() {
    Random random = new Random(3);
    MarkovActivity truth = new MarkovActivity(new double[] {0.02, 0.1}, new double[] {0.05, 0.2});
    int frames = 20_000;
    double[][] evidence = new double[frames][4];
    boolean[] active = new boolean[2];
    for (int t = 0; t < frames; t++) {
      for (int h = 0; h < 2; h++) {
        double change = active[h] ? truth.stop()[h] : truth.start()[h];
        active[h] ^= random.nextDouble() < change;
        // Normal observations around 0 and 2 with unit variance: log-likelihood ratio 2 x - 2.
        double ratio = 2 * (random.nextGaussian() + (active[h] ? 2 : 0)) - 2;
        for (int s = 0; s < 4; s++) {
          evidence[t][s] += (s >> h & 1) * ratio;
        }
      }
    }
    MarkovActivity chains = MarkovActivity.lasting(new double[] {0.5, 0.5}, 4);
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 30; i++) {
      MarkovActivity.Smoothed smoothed = chains.smooth(evidence);
      assertTrue(smoothed.logLikelihood() >= before - 1e-6, "step " + i);
      before = smoothed.logLikelihood();
      chains = smoothed.chains();
    }
    assertArrayEquals(
        chains.start(),
        MarkovActivity.lasting(new double[] {0.5, 0.5}, 4).fit(evidence, 30).start());
    for (int h = 0; h < 2; h++) {
      assertEquals(truth.start()[h], chains.start()[h], 0.15 * truth.start()[h]);
      assertEquals(truth.stop()[h], chains.stop()[h], 0.15 * truth.stop()[h]);
    }
  }

  @Test
  void hoursOfCertainEvidenceStayFinite() {
    double[][] evidence = new double[200_000][];
    Arrays.setAll(evidence, t -> new double[] {0, t / 1000 % 2 == 0 ? 1e5 : -1e5});
    MarkovActivity.Smoothed smoothed =
        MarkovActivity.lasting(new double[] {0.3}, 1000).smooth(evidence);
    assertTrue(Double.isFinite(smoothed.logLikelihood()));
    assertEquals(1, smoothed.activity()[0][500], 1e-12);
    assertEquals(0, smoothed.activity()[0][1500], 1e-12);
  }

  @Test
  void badInputIsRefused() {
    double[] half = {0.5};
    refused(() -> new MarkovActivity(half, new double[] {0}), "found 0.0");
    refused(() -> new MarkovActivity(new double[] {1}, half), "found 1.0");
    refused(() -> new MarkovActivity(new double[] {Double.NaN}, half), "found NaN");
    refused(() -> new MarkovActivity(new double[0], new double[0]), "found 0 and 0");
    refused(() -> new MarkovActivity(half, new double[] {0.5, 0.5}), "found 1 and 2");
    refused(() -> MarkovActivity.lasting(new double[] {0.9}, 5), "between 0 and 1");
    MarkovActivity chain = new MarkovActivity(half, half);
    refused(() -> chain.smooth(new double[0][]), "found none");
    refused(() -> chain.smooth(new double[][] {{0, 0}, {0, 0, 0}}), "in frame 1");
    refused(() -> chain.smooth(new double[][] {{0, Double.NaN}}), "in frame 0");
    refused(
        () -> MarkovActivity.evidence(new double[][] {{0.5}}, new double[] {0.5, 0.5}, 1, 1),
        "found 2");
    refused(() -> MarkovActivity.evidence(new double[][] {{0.5}}, half, 0, 1), "found 1, 0.0");
  }

  private static void refused(Runnable action, String fragment) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(fragment), message);
  }
}
