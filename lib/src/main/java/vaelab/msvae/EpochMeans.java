package vaelab.msvae;

import java.util.Map;

/** Means over the batches of an epoch, weighted by batch size. */
final class EpochMeans {
  private final MsVae model;
  private final MStep mStep;
  private final LatentScale latentScale;
  private double points;
  private double elbo;
  private double logEvidence;
  private double kl;
  private double encoderEntropy;
  private double stateEntropy;
  private double secondMoment;
  private double droppedMass;

  EpochMeans(MsVae model) {
    this.model = model;
    mStep = new MStep(model.streams().size());
    latentScale = new LatentScale(model.streams().size(), model.sizes().latent());
  }

  void add(ElboTerms terms) {
    int batch = terms.posterior().batch();
    points += batch;
    elbo += batch * terms.elbo();
    logEvidence += batch * terms.logEvidence();
    kl += batch * terms.totalKl();
    encoderEntropy += batch * terms.encoderEntropy();
    stateEntropy += batch * terms.posterior().meanEntropy();
    secondMoment += batch * terms.secondMoment();
    droppedMass += batch * terms.droppedMass();
    mStep.add(terms);
    latentScale.add(terms);
  }

  double elbo() {
    return elbo / points;
  }

  /** b that the M-step would set. */
  double scale() {
    return mStep.scale(model);
  }

  void mStep(TrainingConfig.MStepSchedule schedule) {
    switch (schedule) {
      case EPOCH -> mStep.apply(model);
      case EPOCH_AND_LATENT_SCALE -> {
        mStep.apply(model);
        encoderEntropy -= points * latentScale.apply(model);
      }
      case SCALE_ONLY -> model.setScale(mStep.scale(model));
      case NONE -> {
        // The model keeps its prior and scale.
      }
    }
  }

  /** Adds the epoch's means; the entropy sum is taken at the model of now, after the M-step. */
  void putInto(Map<String, Double> row) {
    row.put("entropySum", EntropySum.of(model, encoderEntropy / points, stateEntropy / points));
    row.put("logEvidence", logEvidence / points);
    row.put("kl", kl / points);
    row.put("stateEntropy", stateEntropy / points);
    row.put("secondMoment", secondMoment / points);
    row.put("droppedMass", droppedMass / points);
  }
}
