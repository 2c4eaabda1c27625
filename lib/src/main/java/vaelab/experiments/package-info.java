/**
 * The paper's experiments, one class a section: data, training, evaluation, result files, figures.
 *
 * <p>Each runs at a {@link vaelab.experiments.Scale}: smoke (seconds, for tests), quick (minutes on
 * two cores, what notebooks do by default) or paper (the published sizes). {@link
 * vaelab.experiments.ResultFiles} writes what a run measured together with everything that the
 * numbers depend on; tables are made from those files.
 *
 * <p>{@link vaelab.experiments.ProofOfConcept} is section 3.1, {@link vaelab.experiments.TenDigits}
 * and {@link vaelab.experiments.Comparison} (Table 1, one {@code ComparedMethod} after another) are
 * section 3.2, and so is {@link vaelab.experiments.SingleDigits} (K = 1, beside JointVAE). Methods
 * with deep priors take days at their published sizes; {@code BasisSettings}, {@code LassSettings}
 * and {@link vaelab.experiments.SingleDigitsConfig} say what is trained instead, and tables name
 * it. How their trainings differ from the paper's, and why, stands in {@code TrainingPresets}.
 *
 * <p>{@link vaelab.experiments.WhoSpeaksWhen} is section 3.3 on conversations made of recordings,
 * beside a classical baseline; {@link vaelab.experiments.ConversationTraining} and {@link
 * vaelab.experiments.ConversationModel} are the same for a user's own speakers.
 *
 * <p>{@link vaelab.experiments.OwnSources} is the same for a user's own images, read by {@link
 * vaelab.experiments.OwnData}, without a scale and without a ground truth.
 */
package vaelab.experiments;
