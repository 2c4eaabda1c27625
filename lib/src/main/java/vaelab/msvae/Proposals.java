package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.Workers;

/**
 * Proposes states for the data points of a batch, with q(z) of their active streams.
 *
 * <p>The first proposals are the encoders' answer to x. The encoders know a source best where it is
 * alone, so a sweep shows them what is left of x without the rest: for a base, a set of streams
 * that a candidate has active, the encoder of stream h sees
 *
 * <pre>x - sum of mu_g over the base's streams g other than h</pre>
 *
 * <p>(in general {@link vaelab.msvae.energy.CombinationRule#explainAway}),
 *
 * <p>and the leading states under the new images are proposed. Bases are the candidate's state and
 * that state without one of its streams, so that a sweep adds, drops and exchanges streams and sees
 * the ones it keeps more clearly.
 */
final class Proposals {
  /** Bases that are encoded at once. */
  private static final int ROWS = 125;

  private final MsVae model;
  private final double likelihoodWeight;
  private final SampleLattice lattice;
  private final double[] logPrior;
  private final int streams;
  private final int dim;

  /** Candidates that were bases already: the encoders would say the same again. */
  private final Set<Candidate> seenBefore = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Proposals from a model.
   *
   * @param model networks, combination rule and noise
   * @param prior prior over its streams
   * @param likelihoodWeight what an energy weighs against KL terms and prior
   */
  Proposals(MsVae model, StatePrior prior, double likelihoodWeight) {
    this.model = model;
    this.likelihoodWeight = likelihoodWeight;
    streams = model.streams().size();
    dim = model.sizes().dim();
    lattice = SampleLattice.single(streams).restrictedTo(prior.support());
    logPrior = prior.logProbabilities();
  }

  /**
   * The leading states of the encoders' answer.
   *
   * @param q the encoders' posteriors of the batch, one a stream
   * @param lattice states that were compared, of one sample a stream
   * @param energies their energies at the means of z, index {@code l * lattice.size() + t}
   * @param most states that are kept of a data point
   * @return a pool that holds them
   */
  CandidatePool first(List<DiagonalGaussian> q, SampleLattice lattice, float[] energies, int most) {
    int batch = (int) q.get(0).nu().getShape().get(0);
    CandidatePool pool = new CandidatePool(batch, Math.min(most, lattice.size()));
    int[] rows = new int[batch];
    Arrays.setAll(rows, n -> n);
    offer(pool, rows, q.toArray(DiagonalGaussian[]::new), lattice, energies);
    return pool;
  }

  /**
   * One sweep.
   *
   * @param scope owner of what is made on the way
   * @param x observations, (B, D)
   * @param pool candidates; better ones take their place
   */
  void sweep(NDManager scope, NDArray x, CandidatePool pool) {
    float[] data = floats(x);
    Bases bases = bases(scope, pool);
    for (int from = 0; from < bases.size(); from += ROWS) {
      try (NDManager inner = scope.newSubManager()) {
        propose(inner, x, data, bases, from, Math.min(bases.size(), from + ROWS), pool);
      }
    }
  }

  /** What the encoders are shown next: data points, the base, and the images of its streams. */
  private static final class Bases {
    private final List<Integer> point = new ArrayList<>();
    private final List<float[][]> images = new ArrayList<>();

    int size() {
      return point.size();
    }

    void add(int n, float[][] imagesOfStreams) {
      point.add(n);
      images.add(imagesOfStreams);
    }
  }

  private Bases bases(NDManager scope, CandidatePool pool) {
    Candidates candidates = new Candidates(pool, streams);
    float[][][] images = images(scope, candidates);
    Bases bases = new Bases();
    for (int first = 0; first < candidates.rows(); first += candidates.perPoint()) {
      Set<Integer> seen = new HashSet<>();
      for (int row = first; row < first + candidates.perPoint(); row++) {
        boolean isNew = seenBefore.add(candidates.row(row));
        for (int base : basesOf(candidates.states()[row])) {
          if (seen.add(base) && isNew) {
            bases.add(candidates.data()[row], imagesOf(base, images[row]));
          }
        }
      }
    }
    return bases;
  }

  /** The state, and the state without each one of its streams; without any, x is as it was. */
  private int[] basesOf(int state) {
    return IntStream.concat(
            IntStream.of(state),
            IntStream.range(0, streams).filter(h -> (state >> h & 1) == 1).map(h -> state ^ 1 << h))
        .filter(base -> base != 0)
        .toArray();
  }

  private float[][] imagesOf(int base, float[][] images) {
    float[][] own = images.clone();
    for (int h = 0; h < streams; h++) {
      own[h] = (base >> h & 1) == 1 ? own[h] : null;
    }
    return own;
  }

  /** Images of the active streams of every row, decoded from the means. */
  private float[][][] images(NDManager scope, Candidates candidates) {
    float[][][] images = new float[candidates.rows()][streams][];
    try (NDManager inner = scope.newSubManager()) {
      NDArray[] mu = new CandidateLatents(inner, model, candidates).decode(inner, null);
      for (int h = 0; h < streams; h++) {
        if (mu[h] != null) {
          float[] all = floats(mu[h]);
          int[] rows = candidates.rows(h);
          for (int i = 0; i < rows.length; i++) {
            images[rows[i]][h] = Arrays.copyOfRange(all, i * dim, (i + 1) * dim);
          }
        }
      }
    }
    return images;
  }

  private void propose(
      NDManager scope, NDArray x, float[] data, Bases bases, int from, int to, CandidatePool pool) {
    int[] points = bases.point.subList(from, to).stream().mapToInt(n -> n).toArray();
    Shape shape = new Shape(points.length, dim);
    DiagonalGaussian[] q = new DiagonalGaussian[streams];
    NDArray[] mu = new NDArray[streams];
    ParameterStore store = new ParameterStore(scope, false);
    Workers.forEach(
        streams,
        h -> {
          float[] seen = new float[points.length * dim];
          for (int row = 0; row < points.length; row++) {
            System.arraycopy(data, points[row] * dim, seen, row * dim, dim);
            explainAway(seen, row * dim, bases.images.get(from + row), h);
          }
          NDArray input = scope.create(seen, shape).toType(x.getDataType(), false);
          q[h] = model.streams().get(h).encoder().encode(store, input, false);
          mu[h] = model.streams().get(h).decoder().decode(store, q[h].nu(), false);
        });
    NDArray rows = x.get(scope.create(points));
    rows.attach(scope);
    offer(pool, points, q, lattice, model.energies().energies(rows, new NDList(mu), lattice));
  }

  /** Takes the images of a base out of x, but for that of one stream. */
  private void explainAway(float[] x, int from, float[][] images, int except) {
    for (int g = 0; g < streams; g++) {
      if (g != except && images[g] != null) {
        model.rule().explainAway(x, from, images[g]);
      }
    }
  }

  /** Offers the leading states of every row. */
  private void offer(
      CandidatePool pool,
      int[] points,
      DiagonalGaussian[] q,
      SampleLattice lattice,
      float[] energies) {
    double[] score = score(lattice, points.length, energies, q);
    double[][] nu = new double[streams][];
    double[][] logTau = new double[streams][];
    for (int h = 0; h < streams; h++) {
      nu[h] = doubles(q[h].nu());
      logTau[h] = doubles(q[h].logTau());
    }
    int size = lattice.size();
    for (int row = 0; row < points.length; row++) {
      for (int t : leading(score, row * size, size, pool.most())) {
        int state = lattice.state(t);
        pool.offer(
            points[row],
            new Candidate(
                state, score[row * size + t], active(nu, row, state), active(logTau, row, state)));
      }
    }
  }

  /** Values of the active streams in one row. */
  private double[][] active(double[][] values, int row, int state) {
    int latent = model.sizes().latent();
    double[][] active = new double[streams][];
    for (int h = 0; h < streams; h++) {
      if ((state >> h & 1) == 1) {
        active[h] = Arrays.copyOfRange(values[h], row * latent, (row + 1) * latent);
      }
    }
    return active;
  }

  /** log p(s) - weighted energy - KL of the active streams. */
  private double[] score(SampleLattice lattice, int batch, float[] energies, DiagonalGaussian[] q) {
    int size = lattice.size();
    double[] score = new double[batch * size];
    Arrays.setAll(score, i -> -likelihoodWeight * energies[i]);
    double[][] kl = new double[streams][];
    for (int h = 0; h < streams; h++) {
      kl[h] = doubles(q[h].klToStandardNormal());
    }
    for (int t = 0; t < size; t++) {
      int state = lattice.state(t);
      for (int n = 0; n < batch; n++) {
        score[n * size + t] += logPrior[state];
        for (int rest = state; rest != 0; rest &= rest - 1) {
          score[n * size + t] -= kl[Integer.numberOfTrailingZeros(rest)][n];
        }
      }
    }
    return score;
  }

  /** Indices of the largest scores, the best first; of equal ones the first. */
  private static int[] leading(double[] score, int from, int size, int count) {
    int[] best = new int[count];
    int found = 0;
    for (int t = 0; t < size; t++) {
      int place = found;
      while (place > 0 && score[from + t] > score[from + best[place - 1]]) {
        place--;
      }
      if (place < count) {
        found = Math.min(count, found + 1);
        System.arraycopy(best, place, best, place + 1, found - 1 - place);
        best[place] = t;
      }
    }
    return best;
  }

  private static float[] floats(NDArray array) {
    return array.toType(DataType.FLOAT32, false).toFloatArray();
  }

  private static double[] doubles(NDArray array) {
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
  }
}
