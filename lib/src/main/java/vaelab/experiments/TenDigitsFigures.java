package vaelab.experiments;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import vaelab.data.Mixtures;
import vaelab.msvae.Inference;
import vaelab.msvae.Reconstruction;
import vaelab.plot.Bars;
import vaelab.plot.Cell;
import vaelab.plot.CountMatrix;
import vaelab.plot.Curves;
import vaelab.plot.ImageGrid;
import vaelab.plot.Panels;
import vaelab.train.History;

/** The figures of the ten-digit experiment (paper Fig. 2 C, and the course of training). */
public final class TenDigitsFigures {
  private final List<TenDigits> runs;

  /**
   * Figures of one run, or of several models side by side.
   *
   * @param runs the experiments, the first of which stands alone where only one is shown
   */
  public TenDigitsFigures(TenDigits... runs) {
    this.runs = List.of(runs);
  }

  private TenDigits first() {
    return runs.get(0);
  }

  /**
   * Training mixtures with the clean digits they are made of.
   *
   * @param count number of mixtures
   * @return grid: mixture on top, its digits below
   */
  public BufferedImage samples(int count) {
    Mixtures mixtures = first().trainMixtures();
    int[] shown = withDigits(mixtures, count);
    int most = Arrays.stream(shown).map(n -> Integer.bitCount(mixtures.state(n))).max().orElse(1);
    List<Cell> observed = new ArrayList<>();
    List<List<Cell>> sources = new ArrayList<>();
    IntStream.range(0, most).forEach(i -> sources.add(new ArrayList<>()));
    for (int n : shown) {
      observed.add(MixtureCell.of(mixtures.mixture(n)));
      int slot = 0;
      for (int h = 0; h < mixtures.streams(); h++) {
        if (mixtures.active(n, h)) {
          sources.get(slot++).add(Cell.of(mixtures.source(n, h)));
        }
      }
      for (; slot < most; slot++) {
        sources.get(slot).add(Cell.EMPTY);
      }
    }
    ImageGrid grid = grid().title("Training mixtures and the digits in them").row("x", observed);
    sources.forEach(row -> grid.row("", row));
    return grid.build();
  }

  /** Some mixtures of one, two, three and four digits in turn. */
  private static int[] withDigits(Mixtures mixtures, int count) {
    List<Integer> chosen = new ArrayList<>();
    for (int digits = 1; digits <= 4; digits++) {
      int wanted = (count + 4 - digits) / 4;
      for (int n = 0; n < mixtures.count() && wanted > 0; n++) {
        if (Integer.bitCount(mixtures.state(n)) == digits) {
          chosen.add(n);
          wanted--;
        }
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Unseen digits beside what the pretrained experts make of them.
   *
   * @param count digits of each class
   * @return grid: input and reconstruction, a pair of rows an expert
   */
  public BufferedImage expertReconstructions(int count) {
    List<Integer> classes = Arrays.stream(TenDigitsConfig.classes()).boxed().toList();
    return ExpertFigure.of(first().experts(), classes, first().digits().test(), count);
  }

  /**
   * Course of the joint training of all runs: ELBO and entropy sum, pi, b, accuracy.
   *
   * @return four panels
   */
  public BufferedImage training() {
    Curves elbo = Curves.titled("Objective").x("epoch").y("nats a data point");
    Curves pi = Curves.titled("Activity rates π: smallest and largest").x("epoch").y("rate");
    Curves b = Curves.titled("Noise scale b").x("epoch").y("b (pixel value)");
    Curves accuracy =
        Curves.titled("Exact states, mixtures of training digits").x("epoch").y("share");
    double lowest = Double.POSITIVE_INFINITY;
    for (TenDigits run : runs) {
      History history = run.history();
      double[] epochs = history.epochs();
      String name = label(run);
      elbo.curve("ELBO, " + name, epochs, history.column("elbo"));
      elbo.curve("entropy sum, " + name, epochs, history.column("entropySum"));
      double[][] rates = history.columnsOf("pi");
      pi.curve("smallest, " + name, epochs, extreme(rates, -1));
      pi.curve("largest, " + name, epochs, extreme(rates, 1));
      b.curve(name, epochs, history.column("b"));
      accuracy.curve(name, epochs, history.column("accuracy"));
      // The first epoch, at b = 1, lies a thousand nats below and would flatten all others.
      lowest = Math.min(lowest, history.size() > 2 ? history.column("elbo")[1] : lowest);
    }
    if (Double.isFinite(lowest)) {
      elbo.yRange(Math.floor(lowest / 10) * 10, null);
    }
    pi.reference("generating value", first().config().pi());
    b.reference("generating value", first().config().b());
    return Panels.columns(2)
        .add(elbo.build())
        .add(pi.build())
        .add(b.build())
        .add(accuracy.build())
        .build();
  }

  private static double[] extreme(double[][] curves, int sign) {
    return IntStream.range(0, curves[0].length)
        .mapToDouble(
            e -> sign * Arrays.stream(curves).mapToDouble(c -> sign * c[e]).max().orElseThrow())
        .toArray();
  }

  private static String label(TenDigits run) {
    return Percent.of(run.config().labels(), 0) + " of labels";
  }

  /**
   * Unseen mixtures, the model's explanation of each, and all ten streams (Fig. 2 C).
   *
   * @param count number of mixtures
   * @return grid, one column a mixture: input, reconstruction, streams; active ones are framed,
   *     captions give q(s_h = 1; x)
   */
  public BufferedImage streams(int count) {
    Mixtures test = first().testMixtures();
    int[] shown = withDigits(test, count);
    int dim = test.dim();
    int streams = test.streams();
    float[] x = new float[shown.length * dim];
    for (int i = 0; i < shown.length; i++) {
      System.arraycopy(test.x(), shown[i] * dim, x, i * dim, dim);
    }
    Inference.Prediction prediction = new Inference(first().model()).separate(x);
    Reconstruction explained = new Reconstruction(first().model(), prediction);
    List<Cell> observed = new ArrayList<>();
    List<Cell> reconstructed = new ArrayList<>();
    List<List<Cell>> decoded = new ArrayList<>();
    IntStream.range(0, streams).forEach(h -> decoded.add(new ArrayList<>()));
    for (int i = 0; i < shown.length; i++) {
      int state = prediction.states()[i];
      for (int h = 0; h < streams; h++) {
        boolean active = prediction.isActive(i, h);
        float[] image = prediction.image(i, h, dim);
        Cell cell =
            Cell.of(image).caption(String.format(Locale.ROOT, "%.2f", prediction.activity(i, h)));
        decoded.get(h).add(active ? cell.correct(test.active(shown[i], h)) : cell);
      }
      observed.add(MixtureCell.of(test.mixture(shown[i])).caption(digits(test.state(shown[i]))));
      reconstructed.add(
          MixtureCell.of(explained.of(i))
              .correct(state == test.state(shown[i]))
              .caption(digits(state)));
    }
    ImageGrid grid =
        grid()
            .title("Unseen mixtures, the model's explanation, and all ten streams")
            .row("x", observed)
            .row("model", reconstructed);
    for (int h = 0; h < streams; h++) {
      grid.row("stream " + h, decoded.get(h));
    }
    return grid.build();
  }

  /** The digits of a state: {0,3,7}. */
  private static String digits(int state) {
    StringBuilder text = new StringBuilder("{");
    for (int h = 0; h < TenDigitsConfig.DIGITS; h++) {
      if ((state >> h & 1) == 1) {
        text.append(text.length() > 1 ? "," : "").append(h);
      }
    }
    return text.append("}").toString();
  }

  /**
   * Accuracy by digit, and by number of digits present.
   *
   * @param results what each run measured, in the order of the runs
   * @return two panels
   */
  public BufferedImage accuracy(TenDigitsResult... results) {
    List<String> names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    List<String> counts =
        IntStream.rangeClosed(0, TenDigitsResult.MOST)
            .mapToObj(c -> c < TenDigitsResult.MOST ? String.valueOf(c) : c + " and more")
            .toList();
    Bars digits =
        Bars.titled("Presence of each digit", names)
            .labels("digit", "mixtures where it is wrong / %");
    Bars byCount =
        Bars.titled("Exact states by number of digits", counts)
            .labels("digits present", "share that is right");
    for (int i = 0; i < results.length; i++) {
      digits.bars(label(runs.get(i)), wrongPercent(results[i].perDigit()));
      byCount.bars(label(runs.get(i)), results[i].byCount());
    }
    return Panels.row(digits.build(), byCount.build());
  }

  /** Shares near 1 look all alike; what is left to 1 does not. */
  private static double[] wrongPercent(double[] right) {
    return Arrays.stream(right).map(share -> 100 * (1 - share)).toArray();
  }

  /**
   * What is missed for what, among wrong states.
   *
   * @param results what each run measured, in the order of the runs
   * @return a matrix a run
   */
  public BufferedImage confusion(TenDigitsResult... results) {
    List<String> missed = names("nothing");
    List<String> spurious = names("none");
    Panels panels = Panels.columns(results.length).withoutLetters();
    for (int i = 0; i < results.length; i++) {
      panels.add(
          new CountMatrix(
                  "Wrong states, experts of " + label(runs.get(i)),
                  "missed digit",
                  missed,
                  "digit found instead",
                  spurious,
                  results[i].confusion().counts())
              .build());
    }
    return panels.build();
  }

  private static List<String> names(String none) {
    List<String> names = new ArrayList<>();
    IntStream.range(0, 10).forEach(d -> names.add(Integer.toString(d)));
    names.add(none);
    return names;
  }

  private ImageGrid grid() {
    return ImageGrid.of(first().testMixtures().height(), first().testMixtures().width())
        .range(0, 1)
        .scale(2);
  }
}
