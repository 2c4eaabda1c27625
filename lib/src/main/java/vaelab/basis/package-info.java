/**
 * BASIS (Jayaram and Thickstun, ICML 2020): Bayesian separation by sampling, with an NCSN prior
 * (Song and Ermon, NeurIPS 2019).
 *
 * <p>A network learns the score of single sources at ten noise levels; sources of a mixture m are
 * then a sample of their posterior. Nothing is trained on mixtures.
 *
 * <pre>
 *   sigma_i    = geometric, 1 to 0.01, i = 1..L                                NoiseLevels
 *   s(x, i)    ~ grad_x log p_sigma_i(x)                                       ScoreNetwork, Score
 *   loss       = 1/2 sigma_i^2 |s(x + sigma_i e, i) + e / sigma_i|^2           ScoreMatching
 *   posterior  = s(x_k, i) - c (sum_j x_j - m) / sigma_i^2,  k = 1..K          MixturePosterior
 *   eta_i      = delta (sigma_i / sigma_L)^2                                   LangevinSchedule
 *   x_k        = x_k + eta_i posterior + sqrt(2 eta_i) e,  100 times a level   AnnealedLangevin
 * </pre>
 *
 * <p>{@link vaelab.basis.NcsnTrainer} trains the network, {@link vaelab.basis.NcsnFile} keeps it on
 * disk, {@link vaelab.basis.BasisSeparator} separates, {@link vaelab.basis.PriorSampler} shows what
 * was learned.
 *
 * <p>The paper has c = 1, the released script for MNIST c = 2 ({@link
 * vaelab.basis.LikelihoodGradient}). The latter diverges for four sources, the "NaN" of the MS-VAE
 * paper's Table 1; {@link vaelab.basis.Stability} says why. A separation that diverges says so
 * ({@link vaelab.basis.DivergedException}, {@link vaelab.basis.BasisSeparator.Outcome}).
 */
package vaelab.basis;
