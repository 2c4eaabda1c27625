package vaelab.experiments;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import vaelab.data.Mixtures;
import vaelab.metrics.Spread;
import vaelab.metrics.StateAccuracy;
import vaelab.metrics.StateConfusion;
import vaelab.msvae.Elbo;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;
import vaelab.msvae.RefinedElbo;
import vaelab.msvae.Refinement;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.train.History;

/**
 * What the ten-digit experiment measures. "Sampled" means one sample of z, as the paper has it,
 * over three inference runs of one trained model.
 *
 * @param sampled exact-state accuracy on the test mixtures, sampled
 * @param mean the same with the posterior mean of z
 * @param averaged the same with {@link TenDigitsConfig#samples} samples of z, whose posteriors are
 *     averaged
 * @param refined the same, refined: residuals encoded again, gradient steps on q(z) of the leading
 *     states
 * @param perDigit share of test mixtures in which the presence of each digit is right, mean of z
 * @param byCount exact-state accuracy by number of digits present, 0 to {@value #MOST} and more;
 *     NaN where there is no such mixture
 * @param points test mixtures by number of digits present
 * @param confusion what is missed for what
 * @param single K = 1 accuracy on noisy images, sampled
 * @param singleMean the same with the posterior mean of z
 * @param singleRefined the same, refined, at temperature 1 since K is known
 * @param singleClean K = 1 accuracy on noise-free images, sampled
 * @param pi learned activity rates
 * @param dataRates activity rates of the training mixtures
 * @param b learned noise scale
 * @param elbo training ELBO of the last epoch, in nats
 * @param testElbo ELBO of the test mixtures, in nats
 * @param refinedTraining ELBO and noise scale of the first {@link TenDigitsConfig#bounded} training
 *     mixtures under refined q(z)
 * @param refinedTest the same of the first test mixtures
 * @param entropySum entropy sum of the last epoch, in nats
 * @param epochs epochs of joint training
 * @param trainingSeconds time the joint training took, probes not counted
 * @param expertSeconds time that pretraining took, or {@code null} where its course was not kept
 */
public record TenDigitsResult(
    Spread sampled,
    double mean,
    double averaged,
    double refined,
    double[] perDigit,
    double[] byCount,
    int[] points,
    StateConfusion confusion,
    Spread single,
    double singleMean,
    double singleRefined,
    Spread singleClean,
    double[] pi,
    double[] dataRates,
    double b,
    double elbo,
    double testElbo,
    RefinedElbo.Value refinedTraining,
    RefinedElbo.Value refinedTest,
    double entropySum,
    int epochs,
    double trainingSeconds,
    Double expertSeconds) {
  /** Inference runs. */
  static final int RUNS = 3;

  /** Mixtures of this many digits and more are counted together. */
  static final int MOST = 4;

  static TenDigitsResult measure(TenDigits run) throws IOException {
    MsVae model = run.model();
    Mixtures test = run.testMixtures();
    History history = run.history();
    Inference inference = new Inference(model);
    Refinement refinement = run.config().refinement();
    OptionalDouble experts = run.expertSeconds();
    long seed = run.config().seed();
    int[] predicted = inference.predict(test.x()).states();
    Inference single = inference.withPrior(new FixedCountPrior(test.streams(), 1));
    Mixtures noisy = run.testMixtures(1, run.config().b());
    Mixtures clean = run.testMixtures(1, 0);
    return new TenDigitsResult(
        Spread.over(RUNS, i -> ExactStates.of(inference.withSamples(1, seed + i), test)),
        ExactStates.of(predicted, test),
        ExactStates.of(inference.withSamples(run.config().samples(), seed), test),
        ExactStates.of(inference.withRefinement(refinement), test),
        StateAccuracy.of(predicted, test.states(), test.streams()).perStream(),
        byCount(predicted, test),
        points(test),
        StateConfusion.of(predicted, test.states(), test.streams()),
        Spread.over(RUNS, i -> ExactStates.of(single.withSamples(1, seed + i), noisy)),
        ExactStates.of(single, noisy),
        ExactStates.of(single.withRefinement(refinement.at(1)), noisy),
        Spread.over(RUNS, i -> ExactStates.of(single.withSamples(1, seed + i), clean)),
        model.pi(),
        run.trainMixtures().activityRates(),
        model.scale(),
        history.last("elbo"),
        Elbo.ofUnseen(model, test.x(), seed),
        underRefined(run, run.trainMixtures()),
        underRefined(run, test),
        history.last("entropySum"),
        history.size(),
        TrainingCost.seconds(history),
        experts.isPresent() ? experts.getAsDouble() : null);
  }

  private static RefinedElbo.Value underRefined(TenDigits run, Mixtures mixtures) {
    int count = Math.min(run.config().bounded(), mixtures.count());
    float[] x = Arrays.copyOf(mixtures.x(), count * mixtures.dim());
    return RefinedElbo.of(run.model(), x, run.config().refinement().at(1), run.config().seed());
  }

  private static int digits(int state) {
    return Math.min(MOST, Integer.bitCount(state));
  }

  private static double[] byCount(int[] predicted, Mixtures test) {
    return IntStream.rangeClosed(0, MOST)
        .mapToDouble(
            count ->
                IntStream.range(0, predicted.length)
                    .filter(n -> digits(test.state(n)) == count)
                    .mapToDouble(n -> predicted[n] == test.state(n) ? 1 : 0)
                    .average()
                    .orElse(Double.NaN))
        .toArray();
  }

  private static int[] points(Mixtures test) {
    int[] points = new int[MOST + 1];
    for (int state : test.states()) {
      points[digits(state)]++;
    }
    return points;
  }
}
