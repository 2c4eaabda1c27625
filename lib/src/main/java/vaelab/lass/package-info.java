/**
 * LASS, latent autoregressive source separation (Postolache et al., AAAI 2023): separation in the
 * code space of a VQ-VAE, with an autoregressive prior over the codes of single sources and a
 * likelihood of a mixture's codes that is merely counted.
 *
 * <pre>
 *   z = E(x),  c_t = argmin_v |z_t - e_v|,  x^ = D(e_c)                      VqVae
 *   |x - x^|^2 + |sg(z) - e_c|^2 + beta |z - sg(e_c)|^2,  means              VqVaeObjective
 *   p(c) = prod_t p(c_t | c_{1:t-1})                                         CodePrior
 *   p(m | c1, c2) = n(c1, c2, m) / sum_m' n(c1, c2, m')                      MixtureTable
 *   c1_t, c2_t ~ p(c1_t | past) p(c2_t | past) p(m_t | c1_t, c2_t)           MixturePosterior
 *   of S samples the one whose decoded mean is closest to the mixture        JointSampler
 *   min_z1,z2  |x - mean_k D(z_k)|^2 + 1e-3 |z - z0|^2                        LatentRefiner
 * </pre>
 *
 * <p>Mixtures are averages (x1 + x2)/2 throughout, so that the encoder sees the range it knows;
 * {@link vaelab.lass.LassSeparator} divides the sums of Table 1 by K, and its estimates are decoded
 * digits on the scale of the digits.
 *
 * <p>More than two sources go by partial mixtures, as MLASS's belief propagation does: m^k is the
 * code of the average of the first k sources, p(m^{k+1} | m^k, c_{k+1}) is counted for each k, and
 * the chain c1 - m^2 - ... - m^K is summed forwards and sampled backwards. That is exact under
 * these tables, and two sources are its shortest case. MLASS's other route, a marginal likelihood
 * of each source by itself, is not here: in its paper it is the weaker one (three digits: 13.64
 * against 14.19 dB). With top-k sampling of more than two sources, each draw along the chain is
 * limited to k pairs.
 *
 * <p>In order: {@link vaelab.lass.VqVaeTrainer}, {@link vaelab.lass.PriorTrainer} on the codes of
 * the training images, {@link vaelab.lass.TableCounting}; {@link vaelab.lass.LassFile} keeps the
 * three together as a {@link vaelab.lass.Lass}.
 *
 * <p>What the release leaves open is chosen here: Adam for both networks, losses as in the code
 * base it derives from, no dropout in the prior, and the exact GELU (within 5e-4 of GPT-2's tanh
 * formula). Short trainings may bring unused codes back into use, which the release does not: see
 * {@link vaelab.lass.VqVaeStage}. Where a mixture's code was seen with no pair of codes, the
 * release fails; {@link vaelab.lass.LassSampling.Unseen} is the choice between that and the prior.
 */
package vaelab.lass;
