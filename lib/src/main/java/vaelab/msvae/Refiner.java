package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.StatePrior;
import vaelab.tensor.Adam;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Workers;

/**
 * Gradient steps on z for the leading states of a batch.
 *
 * <p>For a data point x and a state s, the steps lower
 *
 * <pre>J(s, z) = -log p(x | s, z) + 1/2 sum_{h in s} |z_h|^2 - log p(s)</pre>
 *
 * <p>up to constants: the negative log of the joint at a point, with energies in place of the
 * likelihood. Only the latents of active streams take part, since z of a silent stream leaves no
 * trace in x. Networks run on their running statistics and stay as they are.
 */
final class Refiner {
  private final MsVae model;
  private final StatePrior prior;
  private final Refinement refinement;

  Refiner(MsVae model, StatePrior prior, Refinement refinement) {
    this.model = model;
    this.prior = prior;
    this.refinement = refinement;
  }

  /**
   * What became of a batch's candidates.
   *
   * @param candidates the leading states
   * @param initial J of each row at the start
   * @param objective J of each row after the steps
   * @param images images of all active streams, in the order of {@link
   *     Candidates#positionsOfSlots}; {@code null} where no state has an active stream
   */
  record Refined(Candidates candidates, double[] initial, double[] objective, NDArray images) {

    /**
     * Puts the winners in the place of the encoders' answer.
     *
     * @param prediction what the encoders gave; changed
     * @param from first data point of the batch
     * @param streams H
     * @param dim D
     */
    void replace(Inference.Prediction prediction, int from, int streams, int dim) {
      int each = candidates.perPoint();
      float[] decoded =
          prediction.streams() == null || images == null
              ? null
              : images.toType(DataType.FLOAT32, false).toFloatArray();
      int[][] positions = candidates.positionsOfSlots();
      for (int first = 0; first < objective.length; first += each) {
        int n = from + candidates.data()[first];
        int best = best(first, each);
        weigh(prediction, n, streams, first, each, objective[best]);
        prediction.states()[n] = candidates.states()[best];
        for (int h = 0; h < streams && decoded != null; h++) {
          if (candidates.isActive(best, h)) {
            int position = positions[candidates.slot(best, h)][best];
            System.arraycopy(
                decoded, position * dim, prediction.streams(), (n * streams + h) * dim, dim);
          }
        }
      }
    }

    private int best(int first, int each) {
      int best = first;
      for (int row = first + 1; row < first + each; row++) {
        best = objective[row] < objective[best] ? row : best;
      }
      return best;
    }

    /** Activities and entropy under weights proportional to exp(-J). */
    private void weigh(
        Inference.Prediction prediction, int n, int streams, int first, int each, double least) {
      double sum = 0;
      for (int row = first; row < first + each; row++) {
        sum += Math.exp(least - objective[row]);
      }
      double entropy = 0;
      float[] activity = new float[streams];
      for (int row = first; row < first + each; row++) {
        double weight = Math.exp(least - objective[row]) / sum;
        entropy -= weight > 0 ? weight * Math.log(weight) : 0;
        for (int h = 0; h < streams; h++) {
          activity[h] += candidates.isActive(row, h) ? (float) weight : 0;
        }
      }
      prediction.stateEntropy()[n] = entropy;
      System.arraycopy(activity, 0, prediction.activity(), n * streams, streams);
    }
  }

  /** J of every row, and the images of all active streams behind it. */
  private record Evaluation(double[] objective, NDArray images) {}

  /**
   * Refines a batch.
   *
   * @param scope owner of the result
   * @param x observations, (B, D)
   * @param nu start of z, one array a stream, (B, Z)
   * @param lattice states that were compared
   * @param energies their energies, index {@code l * lattice.size() + t}; of several samples the
   *     mean counts
   * @return the refined candidates
   */
  Refined refine(NDManager scope, NDArray x, NDList nu, SampleLattice lattice, float[] energies) {
    int batch = (int) x.getShape().get(0);
    Candidates candidates =
        new Candidates(lattice, batch, score(lattice, batch, energies), refinement.states());
    NDArray rows = x.get(scope.create(candidates.data()));
    rows.attach(scope);
    Map<String, Parameter> z = latents(scope, candidates, nu);
    Evaluation initial = evaluate(scope, candidates, rows, z);
    if (candidates.slots() > 0) {
      Adam adam = Adam.create(scope, z);
      for (int step = 0; step < refinement.steps(); step++) {
        try (NDManager inner = scope.newSubManager()) {
          step(inner, candidates, rows, z, adam);
        }
      }
    }
    Evaluation refined = evaluate(scope, candidates, rows, z);
    return new Refined(candidates, initial.objective(), refined.objective(), refined.images());
  }

  /** log p(s) - energy over temperature, averaged over samples. */
  private double[] score(SampleLattice lattice, int batch, float[] energies) {
    double[] logPrior = prior.logProbabilities();
    double factor = model.noise().inverseTemperature(model.scale());
    int size = lattice.size();
    int draws = lattice.lattices(batch) / batch;
    double[] score = new double[batch * size];
    for (int l = 0; l < draws * batch; l++) {
      for (int t = 0; t < size; t++) {
        score[l % batch * size + t] -= factor * energies[l * size + t] / draws;
      }
    }
    for (int i = 0; i < score.length; i++) {
      score[i] += logPrior[lattice.state(i % size)];
    }
    return score;
  }

  /** z of every stream's rows, as parameters that Adam can move. */
  private static Map<String, Parameter> latents(NDManager scope, Candidates candidates, NDList nu) {
    Map<String, Parameter> latents = new LinkedHashMap<>();
    for (int h = 0; h < nu.size(); h++) {
      int[] rows = candidates.rows(h);
      if (rows.length > 0) {
        int[] data = Arrays.stream(rows).map(r -> candidates.data()[r]).toArray();
        NDArray z = nu.get(h).get(scope.create(data));
        z.attach(scope);
        Parameter parameter =
            Parameter.builder().setName("z").setType(Parameter.Type.OTHER).build();
        parameter.setArray(z);
        latents.put(name(h), parameter);
      }
    }
    return latents;
  }

  private static String name(int h) {
    return MsVae.streamPrefix(h) + "z";
  }

  private void step(
      NDManager scope, Candidates candidates, NDArray rows, Map<String, Parameter> z, Adam adam) {
    int streams = model.streams().size();
    GradientLeaves leaves = new GradientLeaves(scope, z.values());
    NDArray[] latents = new NDArray[streams];
    NDArray[] mu = new NDArray[streams];
    Workers.forEach(
        streams,
        h -> {
          if (z.containsKey(name(h))) {
            try (GradMode recording = GradMode.recording()) {
              latents[h] = leaves.getValue(z.get(name(h)), scope.getDevice(), false);
              mu[h] = model.streams().get(h).decoder().decode(leaves, latents[h], false);
            }
          }
        });
    NDArray gradient = gradient(scope, candidates, rows, images(scope, mu));
    double factor = model.noise().inverseTemperature(model.scale());
    adam.begin(refinement.learningRate());
    Workers.forEach(
        streams,
        h -> {
          if (mu[h] != null) {
            NDArray g = gradient.get(scope.create(candidates.placesOfStream(h)));
            g.attach(scope);
            try (GradMode recording = GradMode.recording()) {
              NDArray likelihood = Constants.times(mu[h].mul(g).sum(), factor);
              NDArray logPrior = Constants.times(latents[h].square().sum(), 0.5);
              Backward.from(likelihood.add(logPrior));
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
    float[] chosen = new float[candidates.rows() * lattice.size()];
    for (int row = 0; row < candidates.rows(); row++) {
      chosen[row * lattice.size() + candidates.slotState(row)] = 1;
    }
    NDList slots = slots(scope, candidates, images);
    NDArray gradient =
        NDArrays.concat(model.energies().gradient(rows, slots, lattice, chosen, 0), 0);
    gradient.attach(scope);
    return gradient;
  }

  private Evaluation evaluate(
      NDManager scope, Candidates candidates, NDArray rows, Map<String, Parameter> z) {
    double[] logPrior = prior.logProbabilities();
    double[] objective = new double[candidates.rows()];
    for (int row = 0; row < objective.length; row++) {
      objective[row] = -logPrior[candidates.states()[row]];
    }
    NDArray[] mu = new NDArray[model.streams().size()];
    double[][] half = new double[mu.length][];
    ParameterStore store = new ParameterStore(scope, false);
    Workers.forEach(
        mu.length,
        h -> {
          if (z.containsKey(name(h))) {
            NDArray latents = z.get(name(h)).getArray();
            mu[h] = model.streams().get(h).decoder().decode(store, latents, false);
            half[h] =
                Constants.times(latents.square().sum(new int[] {1}), 0.5)
                    .toType(DataType.FLOAT64, false)
                    .toDoubleArray();
          }
        });
    for (int h = 0; h < mu.length; h++) {
      for (int i = 0; half[h] != null && i < half[h].length; i++) {
        objective[candidates.rows(h)[i]] += half[h][i];
      }
    }
    NDArray images = candidates.slots() > 0 ? images(scope, mu) : null;
    NDList slots = images == null ? new NDList() : slots(scope, candidates, images);
    addEnergies(scope, candidates, rows, slots, objective);
    return new Evaluation(objective, images);
  }

  private void addEnergies(
      NDManager scope, Candidates candidates, NDArray rows, NDList slots, double[] objective) {
    double factor = model.noise().inverseTemperature(model.scale());
    if (slots.isEmpty()) { // silence: the distance from nothing
      slots = new NDList(scope.zeros(rows.getShape(), rows.getDataType()));
    }
    SampleLattice lattice = SampleLattice.single(slots.size());
    float[] energies = model.energies().energies(rows, slots, lattice);
    for (int row = 0; row < objective.length; row++) {
      objective[row] += factor * energies[row * lattice.size() + candidates.slotState(row)];
    }
  }
}
