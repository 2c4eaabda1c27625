package vaelab.experiments.comparison;

/**
 * A system that has no score at one K, because estimates became infinite or undefined.
 *
 * @param system name of the system
 * @param paper what the paper prints, or empty
 * @param k number of digits in each mixture
 * @param mixtures number of mixtures that were separated
 * @param diverged how many of them have no estimates
 */
public record Divergence(String system, String paper, int k, int mixtures, int diverged) {}
