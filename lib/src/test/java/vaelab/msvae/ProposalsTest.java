package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.DiagonalGaussian;

/** Sweeps against the same proposals written out one by one, in float64. */
class ProposalsTest {
  private static final int H = 3;
  private static final double WEIGHT = 1.7;

  /** q(z) and image of one stream for one observation. */
  private record Answer(double[] nu, double[] logTau, double[] image, double kl) {}

  private static Answer answer(MsVae model, NDManager scope, int h, double[] x) {
    ParameterStore store = new ParameterStore(scope, false);
    // Residuals are handed to the encoders in single precision.
    float[] rounded = new float[x.length];
    for (int d = 0; d < x.length; d++) {
      rounded[d] = (float) x[d];
    }
    NDArray input = scope.create(rounded, new Shape(1, x.length)).toType(DataType.FLOAT64, false);
    DiagonalGaussian q = model.streams().get(h).encoder().encode(store, input, false);
    return new Answer(
        q.nu().toDoubleArray(),
        q.logTau().toDoubleArray(),
        model.streams().get(h).decoder().decode(store, q.nu(), false).toDoubleArray(),
        q.klToStandardNormal().toDoubleArray()[0]);
  }

  private static double score(
      MsVae model, StatePrior prior, float[] x, int n, int state, Answer[] answers) {
    double score = prior.logProbabilities()[state];
    double[] residual = row(x, n);
    for (int h = 0; h < H; h++) {
      if ((state >> h & 1) == 1) {
        score -= answers[h].kl();
        subtract(residual, answers[h].image());
      }
    }
    for (double r : residual) {
      score -= WEIGHT * Math.abs(r);
    }
    return score;
  }

  private static double[] row(float[] x, int n) {
    double[] row = new double[Tiny.DIM];
    for (int d = 0; d < row.length; d++) {
      row[d] = x[n * Tiny.DIM + d];
    }
    return row;
  }

  private static void subtract(double[] x, double[] image) {
    for (int d = 0; d < x.length; d++) {
      x[d] -= image[d];
    }
  }

  private static CandidatePool first(
      MsVae model, StatePrior prior, NDManager scope, float[] x, int most) {
    NDArray data =
        scope.create(x, new Shape(x.length / Tiny.DIM, Tiny.DIM)).toType(model.type(), false);
    ParameterStore store = new ParameterStore(scope, false);
    List<DiagonalGaussian> q = new ArrayList<>();
    NDList mu = new NDList();
    for (Stream stream : model.streams()) {
      q.add(stream.encoder().encode(store, data, false));
      mu.add(stream.decoder().decode(store, q.get(q.size() - 1).nu(), false));
    }
    SampleLattice lattice = SampleLattice.single(H).restrictedTo(prior.support());
    float[] energies = model.energies().energies(data, mu, lattice);
    return new Proposals(model, prior, WEIGHT).first(q, lattice, energies, most);
  }

  private static void sweep(
      MsVae model, StatePrior prior, NDManager scope, float[] x, CandidatePool pool) {
    NDArray data =
        scope.create(x, new Shape(x.length / Tiny.DIM, Tiny.DIM)).toType(model.type(), false);
    new Proposals(model, prior, WEIGHT).sweep(scope, data, pool);
  }

  @Test
  void theFirstProposalsAreTheEncodersAnswer() {
    try (MsVae model = Tiny.doubles(H, 3);
        NDManager scope = model.manager().newSubManager()) {
      float[] x = Tiny.data(4, 9);
      CandidatePool pool = first(model, model.prior(), scope, x, 8);
      for (int n = 0; n < 4; n++) {
        Answer[] answers = new Answer[H];
        for (int h = 0; h < H; h++) {
          answers[h] = answer(model, scope, h, row(x, n));
        }
        assertEquals(8, pool.of(n).size());
        double last = Double.POSITIVE_INFINITY;
        for (Candidate c : pool.of(n)) {
          assertEquals(score(model, model.prior(), x, n, c.state(), answers), c.score(), 1e-4);
          assertTrue(c.score() <= last);
          last = c.score();
          for (int h = 0; h < H; h++) {
            if ((c.state() >> h & 1) == 0) {
              assertNull(c.nu()[h]);
            } else {
              assertArrayEquals(answers[h].nu(), c.nu()[h], 1e-9);
              assertArrayEquals(answers[h].logTau(), c.logTau()[h], 1e-9);
            }
          }
        }
      }
    }
  }

  @Test
  void aSweepKeepsTheBestOfEveryBase() {
    try (MsVae model = Tiny.doubles(H, 5);
        NDManager scope = model.manager().newSubManager()) {
      float[] x = Tiny.data(40, 2);
      compareWithEnumeration(model, model.prior(), scope, x);
      compareWithEnumeration(model, new FixedCountPrior(H, 2), scope, x);
    }
  }

  /** One candidate a data point: after a sweep it is the best of what all its bases propose. */
  private static void compareWithEnumeration(
      MsVae model, StatePrior prior, NDManager scope, float[] x) {
    CandidatePool pool = first(model, prior, scope, x, 1);
    List<Candidate> before = new ArrayList<>();
    for (int n = 0; n < pool.batch(); n++) {
      before.add(pool.of(n).get(0));
    }
    sweep(model, prior, scope, x, pool);
    int changed = 0;
    for (int n = 0; n < pool.batch(); n++) {
      int state = before.get(n).state();
      double best = before.get(n).score();
      for (int base = 0; base < 1 << H; base++) {
        boolean dropsAtMostOne = (base & ~state) == 0 && Integer.bitCount(state ^ base) <= 1;
        for (int t = 0; dropsAtMostOne && t < 1 << H; t++) {
          if (Double.isFinite(prior.logProbabilities()[t])) {
            best = Math.max(best, enumerate(model, prior, scope, x, n, before.get(n), base, t));
          }
        }
      }
      assertEquals(best, pool.of(n).get(0).score(), 1e-4);
      changed += best > before.get(n).score() + 1e-6 ? 1 : 0;
    }
    assertTrue(changed > 0, "no sweep changed anything: the test shows nothing");
  }

  /** Score of state t with every stream encoded from x without the rest of the base. */
  private static double enumerate(
      MsVae model,
      StatePrior prior,
      NDManager scope,
      float[] x,
      int n,
      Candidate from,
      int base,
      int t) {
    ParameterStore store = new ParameterStore(scope, false);
    Answer[] answers = new Answer[H];
    for (int h = 0; h < H; h++) {
      double[] seen = row(x, n);
      for (int g = 0; g < H; g++) {
        if (g != h && (base >> g & 1) == 1) {
          NDArray nu = scope.create(from.nu()[g], new Shape(1, Tiny.SIZES.latent()));
          subtract(seen, model.streams().get(g).decoder().decode(store, nu, false).toDoubleArray());
        }
      }
      answers[h] = answer(model, scope, h, seen);
    }
    return score(model, prior, x, n, t, answers);
  }

  /** Bases of an earlier sweep are not encoded again, which must not show. */
  @Test
  void laterSweepsMissNothing() {
    try (MsVae model = Tiny.doubles(H, 0);
        NDManager scope = model.manager().newSubManager()) {
      float[] x = Tiny.data(40, 0);
      for (int i = 0; i < x.length; i++) {
        x[i] *= 4; // far from what the decoders make: encoders change their minds
      }
      NDArray data = scope.create(x, new Shape(40, Tiny.DIM)).toType(model.type(), false);
      CandidatePool forgetful = first(model, model.prior(), scope, x, 2);
      CandidatePool pool = first(model, model.prior(), scope, x, 2);
      Proposals proposals = new Proposals(model, model.prior(), WEIGHT);
      for (int sweep = 0; sweep < 3; sweep++) {
        List<Double> before = scores(pool);
        proposals.sweep(scope, data, pool);
        sweep(model, model.prior(), scope, x, forgetful);
        assertEquals(scores(forgetful), scores(pool));
        assertFalse(before.equals(scores(pool)), "a sweep that changes nothing shows nothing");
      }
    }
  }

  private static List<Double> scores(CandidatePool pool) {
    List<Double> scores = new ArrayList<>();
    for (int n = 0; n < pool.batch(); n++) {
      pool.of(n).forEach(c -> scores.add(c.score()));
    }
    return scores;
  }

  @Test
  void aPoolKeepsEachStateOnceBestFirst() {
    CandidatePool pool = new CandidatePool(1, 2);
    pool.offer(0, new Candidate(3, -5, null, null));
    pool.offer(0, new Candidate(1, -4, null, null));
    pool.offer(0, new Candidate(3, -6, null, null));
    assertEquals(List.of(1, 3), pool.of(0).stream().map(Candidate::state).toList());
    pool.offer(0, new Candidate(3, -1, null, null));
    assertEquals(List.of(3, 1), pool.of(0).stream().map(Candidate::state).toList());
    pool.offer(0, new Candidate(2, -2, null, null));
    pool.offer(0, new Candidate(0, -9, null, null));
    assertEquals(List.of(3, 2), pool.of(0).stream().map(Candidate::state).toList());
    assertEquals(-1, pool.of(0).get(0).score());
  }
}
