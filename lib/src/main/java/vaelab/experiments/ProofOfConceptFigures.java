package vaelab.experiments;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vaelab.data.Mixtures;
import vaelab.msvae.Inference;
import vaelab.msvae.Reconstruction;
import vaelab.plot.Cell;
import vaelab.plot.Curves;
import vaelab.plot.ImageGrid;
import vaelab.plot.Panels;
import vaelab.train.History;

/** The figures of the proof of concept (paper Fig. 2 A, B, and the course of training). */
public final class ProofOfConceptFigures {
  private final ProofOfConcept run;

  /**
   * Figures of a run.
   *
   * @param run the experiment; each figure needs the steps that it shows
   */
  public ProofOfConceptFigures(ProofOfConcept run) {
    this.run = run;
  }

  /**
   * Training mixtures with the clean digits they are made of (Fig. 2 A), some of each state.
   *
   * @param count number of mixtures
   * @return grid: mixture and sources, one column a mixture
   */
  public BufferedImage samples(int count) {
    Mixtures mixtures = run.trainMixtures();
    List<Cell> observed = new ArrayList<>();
    List<List<Cell>> sources = new ArrayList<>();
    for (int h = 0; h < mixtures.streams(); h++) {
      sources.add(new ArrayList<>());
    }
    for (int n : ofEveryState(mixtures, count)) {
      observed.add(Cell.of(mixtures.mixture(n)).caption(stateName(mixtures.state(n))));
      for (int h = 0; h < mixtures.streams(); h++) {
        sources.get(h).add(mixtures.active(n, h) ? Cell.of(mixtures.source(n, h)) : Cell.EMPTY);
      }
    }
    ImageGrid grid = grid().title("Training mixtures and their sources").row("x", observed);
    for (int h = 0; h < mixtures.streams(); h++) {
      grid.row(name(h), sources.get(h));
    }
    return grid.build();
  }

  /**
   * Unseen digits beside what the pretrained experts make of them.
   *
   * @param count digits of each class
   * @return grid: input and reconstruction, a pair of rows an expert
   */
  public BufferedImage expertReconstructions(int count) {
    return ExpertFigure.of(run.experts(), run.config().classes(), run.digits().test(), count);
  }

  /**
   * Course of the joint training: ELBO and entropy sum, pi, b, posterior entropy of the states.
   *
   * @return four panels
   */
  public BufferedImage training() {
    History history = run.history();
    double[] epochs = history.epochs();
    Curves elbo =
        Curves.titled("Objective")
            .x("epoch")
            .y("nats a data point")
            .curve("ELBO", epochs, history.column("elbo"))
            .curve("entropy sum", epochs, history.column("entropySum"));
    if (history.size() > 2) {
      // The first epoch, at b = 1, lies a thousand nats below and would flatten all others.
      elbo.yRange(Math.floor(lowest(history) / 10) * 10, null);
    }
    Curves pi = Curves.titled("Activity rates π").x("epoch").y("rate");
    double[][] rates = history.columnsOf("pi");
    for (int h = 0; h < rates.length; h++) {
      pi.curve("π of " + name(h), epochs, rates[h]);
      pi.reference("data, " + name(h), run.trainMixtures().activityRates()[h], "π of " + name(h));
    }
    Curves b =
        Curves.titled("Noise scale b")
            .x("epoch")
            .y("b (pixel value)")
            .curve("b", epochs, history.column("b"))
            .reference("generating value", run.config().b(), "b");
    Curves entropy =
        Curves.titled("Entropy of q(s; z, x)")
            .x("epoch")
            .y("nats a data point")
            .curve("training mixtures", epochs, history.column("stateEntropy"));
    return Panels.columns(2)
        .add(elbo.build())
        .add(pi.build())
        .add(b.build())
        .add(entropy.build())
        .build();
  }

  private static double lowest(History history) {
    double[] elbo = history.column("elbo");
    double[] sum = history.column("entropySum");
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 1; i < elbo.length; i++) {
      lowest = Math.min(lowest, Math.min(elbo[i], sum[i]));
    }
    return lowest;
  }

  /**
   * Test mixtures, which sources the model finds in them, and the separated digits (Fig. 2 B).
   *
   * @param count number of mixtures
   * @return grid: mixture, reconstruction, streams; frames tell right from wrong states, captions
   *     give q(s_h = 1; x)
   */
  public BufferedImage separation(int count) {
    Mixtures test = run.testMixtures();
    int dim = test.dim();
    int[] shown = ofEveryState(test, count);
    float[] x = new float[shown.length * dim];
    for (int i = 0; i < shown.length; i++) {
      System.arraycopy(test.x(), shown[i] * dim, x, i * dim, dim);
    }
    Inference.Prediction prediction = new Inference(run.model()).separate(x);
    Reconstruction explained = new Reconstruction(run.model(), prediction);
    int streams = test.streams();
    List<Cell> observed = new ArrayList<>();
    List<Cell> reconstructed = new ArrayList<>();
    List<List<Cell>> separated = new ArrayList<>();
    List<List<Cell>> truth = new ArrayList<>();
    for (int h = 0; h < streams; h++) {
      separated.add(new ArrayList<>());
      truth.add(new ArrayList<>());
    }
    for (int i = 0; i < shown.length; i++) {
      int n = shown[i];
      int state = prediction.states()[i];
      for (int h = 0; h < streams; h++) {
        boolean active = prediction.isActive(i, h);
        float[] image = prediction.image(i, h, dim);
        String q = String.format(Locale.ROOT, "%.3f", prediction.activity(i, h));
        separated.get(h).add(active ? Cell.of(image).caption(q) : Cell.EMPTY.caption(q));
        truth.get(h).add(test.active(n, h) ? Cell.of(test.source(n, h)) : Cell.EMPTY);
      }
      observed.add(Cell.of(test.mixture(n)));
      reconstructed.add(
          Cell.of(explained.of(i)).correct(state == test.state(n)).caption(stateName(state)));
    }
    ImageGrid grid =
        grid()
            .title("Unseen mixtures, found states and separated digits")
            .row("x", observed)
            .row("model", reconstructed);
    for (int h = 0; h < streams; h++) {
      grid.row("found " + name(h), separated.get(h));
      grid.row("true " + name(h), truth.get(h));
    }
    return grid.build();
  }

  /** The first mixtures of each state in turn, so that a few show all cases. */
  private static int[] ofEveryState(Mixtures mixtures, int count) {
    int states = 1 << mixtures.streams();
    List<Integer> chosen = new ArrayList<>();
    for (int state = 0; state < states; state++) {
      int wanted = (count + states - 1 - state) / states;
      for (int n = 0; n < mixtures.count() && wanted > 0; n++) {
        if (mixtures.state(n) == state) {
          chosen.add(n);
          wanted--;
        }
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private ImageGrid grid() {
    return ImageGrid.of(run.testMixtures().height(), run.testMixtures().width())
        .range(0, 1)
        .scale(2);
  }

  private String name(int h) {
    return "digit " + run.config().classes().get(h);
  }

  /** A state the way the paper writes it, stream 0 first: (1,0). */
  private String stateName(int state) {
    StringBuilder name = new StringBuilder("(");
    for (int h = 0; h < run.config().classes().size(); h++) {
      name.append(h == 0 ? "" : ",").append(state >> h & 1);
    }
    return name.append(")").toString();
  }
}
