package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.Adam;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Workers;

/**
 * Gradient steps on q(z) for the leading states of a batch.
 *
 * <p>For a data point x and a state s, the steps lower the free energy
 *
 * <pre>F(s) = E_q[-log p(x | s, z)] + sum_{h in s} KL(q(z_h) || p(z)) - log p(s),</pre>
 *
 * <p>where q(z_h) = N(nu_h, diag tau_h) starts as the encoder's. -F(s) is a lower bound of log p(x,
 * s), so states compare by it: one that explains x at a single lucky z has a narrow q and pays for
 * that. Only the latents of active streams take part, since z of a silent stream leaves no trace in
 * x. Networks run on their running statistics and stay as they are.
 */
final class Refiner {
  /** Samples of z that F is averaged over once the steps are done, in two halves. */
  private static final int DRAWS = 16;

  /**
   * What is held of each state of a data point at a time, counted in floats: its energy and, by the
   * caller, its posterior; then, in a sweep, an energy and a score in double.
   */
  static final int FLOATS = 5;

  private final MsVae model;
  private final StatePrior prior;
  private final Refinement refinement;

  Refiner(MsVae model, StatePrior prior, Refinement refinement) {
    this.model = model;
    this.prior = prior;
    this.refinement = refinement;
  }

  /**
   * Refines a batch.
   *
   * @param scope owner of the result
   * @param x observations, (B, D)
   * @param q the encoders' posteriors, one a stream, where the steps begin
   * @param lattice states that were compared, of one sample a stream
   * @param energies their energies at the means of z, index {@code l * lattice.size() + t}
   * @param noise where the samples of z come from
   * @return the refined candidates
   * @throws IllegalArgumentException if the gradient steps diverged, or the states of the slots do
   *     not fit into memory
   */
  Refined refine(
      NDManager scope,
      NDArray x,
      List<DiagonalGaussian> q,
      SampleLattice lattice,
      float[] energies,
      RandomGenerator noise) {
    Proposals proposals = new Proposals(model, prior, likelihoodWeight());
    CandidatePool pool = proposals.first(q, lattice, energies, refinement.states());
    for (int sweep = 0; sweep < refinement.sweeps(); sweep++) {
      proposals.sweep(scope, x, pool);
    }
    Candidates candidates = new Candidates(pool, model.streams().size());
    NDArray rows = x.get(scope.create(candidates.data()));
    rows.attach(scope);
    CandidateLatents latents = new CandidateLatents(scope, model, candidates);
    double[] freeEnergy = new double[candidates.rows()];
    if (candidates.slots() == 0) {
      addEnergies(scope, candidates, rows, null, 1, freeEnergy);
      double[] likelihood = freeEnergy.clone();
      addPrior(candidates, freeEnergy);
      double[][] halves = {freeEnergy, freeEnergy};
      return new Refined(candidates, freeEnergy, likelihood, halves, null);
    }
    if (refinement.steps() == 0) {
      Arrays.setAll(freeEnergy, row -> -candidates.row(row).score());
      return new Refined(
          candidates, freeEnergy, null, null, images(scope, latents.decode(scope, null)));
    }
    SampleLattice.single(candidates.slots()).requireMemory(candidates.rows());
    latents.freezeDecoders(scope);
    Adam adam = Adam.create(scope, latents.parameters());
    for (int step = 0; step < refinement.steps(); step++) {
      try (NDManager inner = scope.newSubManager()) {
        step(inner, candidates, rows, latents, adam, noise);
      }
    }
    double[] others = new double[candidates.rows()];
    addDivergences(scope, candidates, latents, others);
    addPrior(candidates, others);
    double[][] likelihoods = {
      likelihood(scope, candidates, rows, latents, noise),
      likelihood(scope, candidates, rows, latents, noise)
    };
    double[][] halves = {sum(likelihoods[0], others), sum(likelihoods[1], others)};
    Arrays.setAll(freeEnergy, row -> (halves[0][row] + halves[1][row]) / 2);
    requireFinite(freeEnergy);
    double[] likelihood = new double[candidates.rows()];
    Arrays.setAll(likelihood, row -> (likelihoods[0][row] + likelihoods[1][row]) / 2);
    return new Refined(
        candidates, freeEnergy, likelihood, halves, images(scope, latents.decode(scope, null)));
  }

  /** Of what is compared by NaN the first would win, as if sure. */
  private void requireFinite(double[] freeEnergy) {
    for (double value : freeEnergy) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "Expected finite free energies, found %s after %d gradient steps of size %s; take smaller steps."
                .formatted(value, refinement.steps(), refinement.learningRate()));
      }
    }
  }

  /** What an energy weighs against KL terms and prior. */
  private double likelihoodWeight() {
    return model.noise().inverseTemperature(model.scale()) / refinement.temperature();
  }

  private void step(
      NDManager scope,
      Candidates candidates,
      NDArray rows,
      CandidateLatents latents,
      Adam adam,
      RandomGenerator noise) {
    int streams = model.streams().size();
    GradientLeaves leaves = new GradientLeaves(scope, latents.parameters().values());
    NDArray[] epsilon = latents.noise(scope, noise);
    DiagonalGaussian[] q = new DiagonalGaussian[streams];
    NDArray[] mu = new NDArray[streams];
    Workers.forEach(
        streams,
        h -> {
          if (latents.has(h)) {
            try (GradMode recording = GradMode.recording()) {
              q[h] = latents.posterior(leaves, h);
              mu[h] = latents.decode(leaves, h, q[h].sample(epsilon[h]));
            }
          }
        });
    NDArray gradient = gradient(scope, candidates, rows, images(scope, mu));
    adam.begin(refinement.learningRate());
    Workers.forEach(
        streams,
        h -> {
          if (mu[h] != null) {
            NDArray g = gradient.get(scope.create(candidates.placesOfStream(h)));
            g.attach(scope);
            try (GradMode recording = GradMode.recording()) {
              NDArray likelihood = Constants.times(mu[h].mul(g).sum(), likelihoodWeight());
              Backward.from(likelihood.add(q[h].klToStandardNormal().sum()));
            }
            adam.update(MsVae.streamPrefix(h), leaves);
          }
        });
  }

  /** Images of all streams without their graphs, one below the other. */
  private static NDArray images(NDManager scope, NDArray[] mu) {
    NDList list = new NDList();
    for (NDArray images : mu) {
      if (images != null) {
        NDArray detached = images.stopGradient();
        detached.attach(scope);
        list.add(detached);
      }
    }
    NDArray all = NDArrays.concat(list, 0);
    all.attach(scope);
    return all;
  }

  /** Images of each slot, (rows, D). */
  private static NDList slots(NDManager scope, Candidates candidates, NDArray images) {
    NDList slots = new NDList();
    for (int[] positions : candidates.positionsOfSlots()) {
      NDArray slot = images.get(scope.create(positions));
      slot.attach(scope);
      slots.add(slot);
    }
    return slots;
  }

  /** Gradient of the energies with respect to the images of all slots, slot-major. */
  private NDArray gradient(NDManager scope, Candidates candidates, NDArray rows, NDArray images) {
    SampleLattice lattice = SampleLattice.single(candidates.slots());
    float[] chosen = new float[Math.multiplyExact(candidates.rows(), lattice.size())];
    for (int row = 0; row < candidates.rows(); row++) {
      chosen[row * lattice.size() + candidates.slotState(row)] = 1;
    }
    NDList slots = slots(scope, candidates, images);
    NDArray gradient =
        NDArrays.concat(model.energies().gradient(rows, slots, lattice, chosen, 0), 0);
    gradient.attach(scope);
    return gradient;
  }

  /** Part of the energies in F of every row, over half of the samples of z. */
  private double[] likelihood(
      NDManager scope,
      Candidates candidates,
      NDArray rows,
      CandidateLatents latents,
      RandomGenerator noise) {
    double[] sum = new double[candidates.rows()];
    for (int draw = 0; draw < DRAWS / 2; draw++) {
      try (NDManager inner = scope.newSubManager()) {
        NDArray[] mu = latents.decode(inner, latents.noise(inner, noise));
        NDList slots = slots(inner, candidates, images(inner, mu));
        addEnergies(inner, candidates, rows, slots, 2.0 / DRAWS, sum);
      }
    }
    return sum;
  }

  private void addDivergences(
      NDManager scope, Candidates candidates, CandidateLatents latents, double[] sum) {
    ParameterStore store = new ParameterStore(scope, false);
    for (int h = 0; h < model.streams().size(); h++) {
      if (latents.has(h)) {
        double[] kl =
            latents
                .posterior(store, h)
                .klToStandardNormal()
                .toType(DataType.FLOAT64, false)
                .toDoubleArray();
        for (int i = 0; i < kl.length; i++) {
          sum[candidates.rows(h)[i]] += kl[i];
        }
      }
    }
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, row -> a[row] + b[row]);
    return sum;
  }

  private void addPrior(Candidates candidates, double[] freeEnergy) {
    double[] logPrior = prior.logProbabilities();
    for (int row = 0; row < freeEnergy.length; row++) {
      freeEnergy[row] -= logPrior[candidates.states()[row]];
    }
  }

  /** Energies over temperature, times a weight; without slots those of silence. */
  private void addEnergies(
      NDManager scope,
      Candidates candidates,
      NDArray rows,
      NDList slots,
      double weight,
      double[] sum) {
    double factor = weight * likelihoodWeight();
    NDList images = slots;
    if (images == null) {
      images = new NDList(scope.zeros(rows.getShape(), rows.getDataType()));
    }
    SampleLattice lattice = SampleLattice.single(images.size());
    float[] energies = model.energies().energies(rows, images, lattice);
    for (int row = 0; row < sum.length; row++) {
      sum[row] += factor * energies[row * lattice.size() + candidates.slotState(row)];
    }
  }
}
