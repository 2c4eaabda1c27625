/**
 * The paper's experiments, one class a section: data, training, evaluation, result files, figures.
 *
 * <p>Each runs at a {@link vaelab.experiments.Scale}: smoke (seconds, for tests), quick (minutes on
 * two cores, what notebooks do by default) or paper (the published sizes). {@link
 * vaelab.experiments.ResultFiles} writes what a run measured together with everything that the
 * numbers depend on; tables are made from those files.
 *
 * <p>{@link vaelab.experiments.ProofOfConcept} is section 3.1, {@link vaelab.experiments.TenDigits}
 * section 3.2; how their trainings differ from the paper's, and why, stands in {@link
 * vaelab.experiments.TrainingPresets} and {@link vaelab.experiments.JointPhase}. Table 1 has the
 * package {@code comparison} to itself, and section 3.3 the package {@code speech}; neither is
 * known here.
 *
 * <p>{@link vaelab.experiments.OwnSources} is the same for a user's own images, read by {@link
 * vaelab.experiments.OwnData}, without a scale and without a ground truth.
 */
package vaelab.experiments;
