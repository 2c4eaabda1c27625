package vaelab.experiments.ablation;

import java.util.Map;
import vaelab.metrics.Spread;

/**
 * What a changed recipe came to.
 *
 * @param change short name of the change
 * @param configuration settings of the run, a record or what JSON makes of it
 * @param sampled exact-state accuracy on mixtures of held-out digits, one sample of z, over three
 *     inference runs
 * @param mean the same with the posterior mean of z
 * @param refined the same, refined
 * @param b learned noise scale
 * @param elbo training ELBO of the last epoch, in nats
 * @param trainingSeconds time that experts and joint training took
 * @param commit commit of the project that measured it
 * @param finished when it was measured, UTC
 * @param hardware what it ran on
 */
record Trial(
    String change,
    Object configuration,
    Spread sampled,
    double mean,
    double refined,
    double b,
    double elbo,
    double trainingSeconds,
    String commit,
    String finished,
    Map<String, String> hardware) {}
