package vaelab.experiments;

import vaelab.data.Mixtures;
import vaelab.metrics.Spread;
import vaelab.msvae.Elbo;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;
import vaelab.train.History;

/**
 * What the proof of concept measures.
 *
 * @param accuracy exact-state accuracy on the test mixtures with the posterior mean of z
 * @param sampledAccuracy the same with one sample of z, as the paper has it: mean of three
 *     inference runs
 * @param sampledDeviation population standard deviation over these runs
 * @param pi learned activity rates
 * @param dataRates activity rates of the training mixtures
 * @param b learned noise scale
 * @param elbo training ELBO of the last epoch, in nats
 * @param testElbo ELBO of the test mixtures, in nats
 * @param entropySum entropy sum of the last epoch, in nats
 * @param stateEntropy mean entropy of q(s; z, x) on the test mixtures, in nats
 * @param epochs epochs of joint training
 * @param trainingSeconds time the joint training took, probes not counted
 */
public record ProofOfConceptResult(
    double accuracy,
    double sampledAccuracy,
    double sampledDeviation,
    double[] pi,
    double[] dataRates,
    double b,
    double elbo,
    double testElbo,
    double entropySum,
    double stateEntropy,
    int epochs,
    double trainingSeconds) {
  private static final int INFERENCE_RUNS = 3;

  static ProofOfConceptResult measure(ProofOfConcept run) {
    MsVae model = run.model();
    Mixtures test = run.testMixtures();
    History history = run.history();
    Inference inference = new Inference(model);
    Inference.Prediction prediction = inference.predict(test.x());
    Spread sampled =
        Spread.over(
            INFERENCE_RUNS,
            i -> {
              Inference one = inference.withSamples(1, run.config().seed() + i);
              return ExactStates.of(one.predict(test.x()).states(), test);
            });
    double entropy = 0;
    for (double value : prediction.stateEntropy()) {
      entropy += value / test.count();
    }
    return new ProofOfConceptResult(
        ExactStates.of(prediction.states(), test),
        sampled.mean(),
        sampled.deviation(),
        model.pi(),
        run.trainMixtures().activityRates(),
        model.scale(),
        history.last("elbo"),
        Elbo.ofUnseen(model, test.x(), run.config().seed()),
        history.last("entropySum"),
        entropy,
        history.size(),
        TrainingCost.seconds(history));
  }
}
