package vaelab.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import vaelab.msvae.Refinement;
import vaelab.msvae.TrainingConfig;

/**
 * Sizes and settings of the ten-digit experiment (paper section 3.2).
 *
 * @param scale the scale these belong to
 * @param labels share of each class that the experts are pretrained on, in (0, 1]
 * @param pi generating activity rate of every digit
 * @param b generating noise scale
 * @param trainMixtures number of training mixtures
 * @param testMixtures number of test mixtures, made of unseen digits; also that of single digits
 * @param expertImages largest number of images an expert is pretrained on
 * @param expertCopies images made of each of those by {@link vaelab.data.AffineJitter}, itself
 *     included; 1 for none but itself
 * @param commonEpochs epochs of the VAE of all digits that experts start from; 0 for none
 * @param experts pretraining of each expert
 * @param expertEncoders whether the joint model's encoders start from the experts' own, or fresh
 * @param joint phases of the joint training
 * @param composedCopies images made of each labelled one for every epoch of composed mixtures,
 *     itself included
 * @param seed seed of the mixtures
 */
public record TenDigitsConfig(
    Scale scale,
    double labels,
    double pi,
    double b,
    int trainMixtures,
    int testMixtures,
    int expertImages,
    int expertCopies,
    int commonEpochs,
    TrainingConfig experts,
    boolean expertEncoders,
    List<JointPhase> joint,
    int composedCopies,
    long seed) {
  /** H. */
  public static final int DIGITS = 10;

  /**
   * Checks the share of labels.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public TenDigitsConfig {
    if (!(labels > 0 && labels <= 1)) {
      throw new IllegalArgumentException(
          "Expected a share of labels above 0 and at most 1, found "
              + labels
              + "; 0.1 is the paper's second model.");
    }
    joint = List.copyOf(joint);
  }

  /** How experts and joint model are trained; the sizes of a scale are the same. */
  public enum Recipe {
    /**
     * The paper's: fresh encoders, decoders on batch statistics, step sizes 1e-4 and 2e-4, KL
     * weight 1.
     */
    PUBLISHED("the paper's training", "published training"),
    /**
     * The paper's with experts as its code pretrains them: it sums the reconstruction over a batch
     * but averages the KL term, which is a KL weight of 1/128.
     */
    RELEASED("the paper's training, experts with its code's KL weight", "released training"),
    /**
     * Ours: experts pretrained on jittered copies too, encoders from the experts, decoders fixed as
     * pretraining left them; joint training on the given mixtures and on ones that are composed of
     * the experts' images, whose states are known; cosine schedules.
     */
    TUNED("", "");

    private final String variant;
    private final String mark;

    Recipe(String variant, String mark) {
      this.variant = variant;
      this.mark = mark;
    }

    /** Whether it is the paper's way, with either KL weight of the experts. */
    boolean papers() {
      return this == PUBLISHED || this == RELEASED;
    }

    /** What sets such a run apart from ours in tables; empty for ours. */
    String variant() {
      return variant;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Settings of a scale, trained our way.
   *
   * @param scale smoke, quick or paper
   * @param labels share of each class that the experts are pretrained on, in (0, 1]
   * @param seed seed of data, weights and noise
   * @return the settings
   */
  public static TenDigitsConfig of(Scale scale, double labels, long seed) {
    return of(scale, labels, seed, Recipe.TUNED);
  }

  /**
   * Settings of a scale.
   *
   * @param scale smoke, quick or paper
   * @param labels share of each class that the experts are pretrained on, in (0, 1]
   * @param seed seed of data, weights and noise
   * @param recipe the paper's training or ours
   * @return the settings
   */
  public static TenDigitsConfig of(Scale scale, double labels, long seed, Recipe recipe) {
    TenDigitsTraining training = new TenDigitsTraining(recipe, labels < 1, seed);
    boolean smoke = scale == Scale.SMOKE;
    return new TenDigitsConfig(
        scale,
        labels,
        0.1,
        0.1,
        smoke ? 300 : 50_000,
        smoke ? 100 : 5_000,
        smoke ? 100 : Integer.MAX_VALUE,
        training.copies(scale),
        training.commonEpochs(scale),
        training.experts(scale),
        !recipe.papers(),
        training.joint(scale),
        training.composedCopies(),
        seed);
  }

  /** The recipe, told by where the encoders start, and the paper's two by their KL weights. */
  Recipe recipe() {
    if (expertEncoders) {
      return Recipe.TUNED;
    }
    return experts.klWeight() == TrainingConfig.KL_RELEASED ? Recipe.RELEASED : Recipe.PUBLISHED;
  }

  /** Samples of z where several are averaged, as many as the scale has time for. */
  int samples() {
    return scale == Scale.PAPER ? 20 : 5;
  }

  /** Mixtures whose q(z) are refined for their ELBO. */
  int bounded() {
    return scale == Scale.PAPER ? 1_000 : 250;
  }

  /**
   * How answers are refined, as far as the scale has time for it.
   *
   * @return the refinement of mixtures with an unknown number of digits
   */
  public Refinement refinement() {
    Refinement refinement =
        switch (scale) {
          case SMOKE -> Refinement.of(1, 2, 2);
          case QUICK -> Refinement.of(1, 10, 2);
          case PAPER -> Refinement.ofSteps(40);
        };
    return refinement.at(Refinement.UNKNOWN_COUNT);
  }

  /**
   * The classes.
   *
   * @return 0 to 9
   */
  public static int[] classes() {
    return IntStream.range(0, DIGITS).toArray();
  }

  /** The same rate for every digit. */
  double[] piArray() {
    double[] rates = new double[DIGITS];
    Arrays.fill(rates, pi);
    return rates;
  }

  /**
   * How a table names the model: by its share of labels, and the paper's recipe by its name.
   *
   * @return for example {@code MS-VAE (10 %)}
   */
  public String modelName() {
    String mark = recipe().mark.isEmpty() ? "" : ", " + recipe().mark;
    return "MS-VAE (%s%s)".formatted(Percent.of(labels, 0), mark);
  }
}
