/**
 * VAE-BSS and VAEM-BSS (Neri, Badeau, Depalle, EUSIPCO 2021): unsupervised separation of a single
 * observation by a VAE with one decoder that K latent sources share.
 *
 * <p>Training mixtures are averages of M images, paired at random, new in every epoch, without
 * labels and without noise:
 *
 * <pre>
 *   x          = (1/M) sum_m y_m,  y_m in [0,1]^D                   EpochMixtures
 *   q(z_k; x)  = N(z_k; nu_k(x), diag tau_k(x)),  k = 1..K          VaeBss, one encoder
 *   s_k        = mu(z_k; W),  xhat = sum_k s_k                      VaeBss, one decoder
 *   L(x)       = sqrt(2) sum_d |x_d - xhat_d| + beta(e) sum_k KL(q(z_k; x) || N(0, I))   Objective
 *   beta(e)    = 0.5 min(1, e / min(E, 50)),  e = 1..E              VaeBssConfig
 *   VAEM:  s_k = s_k x / sum_j s_j                                  separation.MaskedSeparator
 * </pre>
 *
 * <p>sqrt(2)|.| is Laplace noise of unit variance without its constant. Networks are the paper's,
 * 784-700-600-500-400-300 with Z = 20, all of them trained from scratch by {@link
 * vaelab.vaebss.VaeBssTrainer}; {@link vaelab.vaebss.VaeBssFile} keeps a model on disk, {@link
 * vaelab.vaebss.VaeBssSeparator} separates.
 *
 * <p>The MS-VAE paper's Table 1 measures released models off the scale they were trained on: sums
 * go in where averages were learned, and models for three and four sources saw two digits only.
 * Both are options here, {@link vaelab.vaebss.VaeBssSeparator.Scale} and {@link
 * vaelab.vaebss.VaeBssConfig.Preset}, so that the published rows and the method's own worth can be
 * told apart.
 */
package vaelab.vaebss;
