package vaelab.msvae;

import vaelab.msvae.estep.BernoulliPrior;

/**
 * The closed-form M-step for pi and b (eq. 15): pi_h is the mean posterior activity of stream h, b
 * the mean posterior energy over D.
 *
 * <p>Schedule of the paper: values are collected over an epoch, weighted by batch size, and set at
 * its end; during the first epoch the model keeps what it started with (pi = 0.5, b = 1). The slow
 * start is an annealing. With b = 1 energies count a tenth of what they will, the posterior stays
 * soft, and every stream gets gradients while the encoders still know nothing; setting pi and b
 * batch by batch lets ten streams settle on the first states that win.
 */
final class MStep {
  private final double[] activity;
  private double energy;
  private long points;

  MStep(int streams) {
    activity = new double[streams];
  }

  void add(ElboTerms terms) {
    int batch = terms.posterior().batch();
    double[] mean = terms.posterior().meanActivity();
    for (int h = 0; h < mean.length; h++) {
      activity[h] += batch * mean[h];
    }
    energy += batch * terms.posterior().meanEnergy();
    points += batch;
  }

  double[] pi() {
    double[] pi = activity.clone();
    for (int h = 0; h < pi.length; h++) {
      pi[h] /= points;
    }
    return pi;
  }

  double scale(MsVae model) {
    return model.noise().scaleFor(energy / points, model.sizes().dim());
  }

  void apply(MsVae model) {
    double[] pi = pi();
    for (int h = 0; h < pi.length; h++) {
      pi[h] = Math.min(1, pi[h]); // a mean of certain activities may exceed 1 by rounding
    }
    double scale = scale(model);
    model.setPrior(new BernoulliPrior(pi));
    model.setScale(scale);
  }
}
