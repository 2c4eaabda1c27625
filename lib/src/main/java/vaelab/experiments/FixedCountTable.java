package vaelab.experiments;

import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;
import vaelab.msvae.estep.FixedCountPrior;

/**
 * The learned prior against the fixed-K prior (eqs. 19-21) on mixtures of exactly K unseen digits:
 * the same trained model, another prior, no retraining.
 */
public final class FixedCountTable {
  private static final int MIXTURES = 500;

  private FixedCountTable() {}

  /**
   * Measures both priors for every K.
   *
   * @param run a trained proof of concept
   * @return one row a K
   */
  public static Table of(ProofOfConcept run) {
    MsVae model = run.model();
    ProofOfConceptConfig config = run.config();
    StringColumn count = StringColumn.create("K active of " + model.streams().size());
    StringColumn learned = StringColumn.create("exact states, learned prior");
    StringColumn fixed = StringColumn.create("exact states, fixed-K prior");
    for (int k = 0; k <= model.streams().size(); k++) {
      Mixtures mixtures =
          MixtureGenerator.fixedK(
              run.digits().test(), config.classArray(), k, config.b(), MIXTURES, config.seed() + k);
      Inference inference = new Inference(model);
      count.append(Integer.toString(k));
      learned.append(percent(inference, mixtures));
      fixed.append(
          percent(inference.withPrior(new FixedCountPrior(model.streams().size(), k)), mixtures));
    }
    return Table.create(MIXTURES + " mixtures of unseen digits a row", count, learned, fixed);
  }

  private static String percent(Inference inference, Mixtures mixtures) {
    return Percent.of(ExactStates.of(inference, mixtures), 1);
  }
}
