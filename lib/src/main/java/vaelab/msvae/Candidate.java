package vaelab.msvae;

/**
 * A state that may explain a data point, with q(z_h) = N(nu_h, diag tau_h) of its active streams.
 *
 * @param state the state, bit h telling whether stream h is active
 * @param score the higher the better: minus the free energy, the likelihood taken at the means
 * @param nu means, one array of Z values a stream; {@code null} for a silent one
 * @param logTau log variances, likewise
 */
record Candidate(int state, double score, double[][] nu, double[][] logTau) {}
