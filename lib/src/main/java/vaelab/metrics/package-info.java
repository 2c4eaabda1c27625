/**
 * Scores of predictions against the truth, on plain Java arrays.
 *
 * <p>{@link vaelab.metrics.StateAccuracy} says how well it was found which streams are active.
 * {@link vaelab.metrics.SeparationScore} says how well the sources of mixtures were found, by
 * {@link vaelab.metrics.PeakSignalToNoise} and {@link vaelab.metrics.StructuralSimilarity} on the
 * best {@link vaelab.metrics.Pairing}; that of sound by {@link vaelab.metrics.ScaleInvariantSdr}.
 * {@link vaelab.metrics.CategoryMapping} scores classification without labels.
 */
package vaelab.metrics;
