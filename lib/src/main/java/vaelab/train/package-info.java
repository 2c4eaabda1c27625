/**
 * What every training loop needs and no method owns: the record of the epochs, who is told about
 * them, the order of the data, the learning rate and the rule that ends the run.
 *
 * <p>Algorithm 1 of the paper (MS-VAE, arXiv 2510.15669) visits the data once an epoch in a random
 * order ({@link vaelab.train.Minibatches}), takes Adam steps at a rate that decays by a factor of
 * 0.9998 an epoch,
 *
 * <pre>
 *   lr(e) = lr(1) * 0.9998^(e - 1)         ({@link vaelab.train.LearningRateSchedule})
 * </pre>
 *
 * and "stops when pi, b and the ELBO have converged" ({@link vaelab.train.ConvergenceRule} makes
 * that sentence exact). After each epoch the loop adds one row to its {@link vaelab.train.History}
 * and tells its {@link vaelab.train.TrainingListener}s. A {@link vaelab.train.CheckpointFile} keeps
 * the run on disk.
 *
 * <p>Conventions: epochs and steps count from 1; vector-valued quantities are columns with an
 * index, {@code pi[0]}, {@code pi[1]}; the ELBO is in nats per data point, an accuracy lies in [0,
 * 1].
 */
package vaelab.train;
