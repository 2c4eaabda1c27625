/**
 * JointVAE (Dupont, "Learning Disentangled Joint Continuous and Discrete Representations", NeurIPS
 * 2018): a VAE whose latents are Z Gaussians and one category, which finds the ten digits without
 * labels.
 *
 * <pre>
 *   p(z) = N(0, I),  p(c) = 1/C                                        uniform over C categories
 *   q(z, c; x) = N(z; nu(x), diag tau(x)) alpha(x)_c                   JointVae, JointPosterior
 *   z = nu + sqrt(tau) eps,  y = softmax((log alpha + g) / 0.67)       Noise, Categorical
 *   p(x | z, y) = prod_d x'_d^x_d (1 - x'_d)^(1 - x_d),  x' = sigmoid(l(z, y; W))
 *   L(x) = -log p(x | z, y) + gamma |KL_z - C_z(t)| + gamma |KL_c - C_c(t)|      eq. 7, Objective
 *   C_z(t) = min(5, 5 t / T),  C_c(t) = min(5, 5 t / T, log C)         CapacitySchedule
 * </pre>
 *
 * <p>KL_c is the divergence of alpha itself, although y, not a category, reaches the decoder: the
 * sum is no bound on the evidence, and was kept because it works. Gamma of 30 makes both capacities
 * near equalities: the model has to spend log C nats on the category, and so to use it.
 *
 * <p>Images are 32 x 32, made of 28 x 28 by {@link vaelab.jointvae.BilinearResize}. {@link
 * vaelab.jointvae.JointVaeTrainer} trains, {@link vaelab.jointvae.JointVaeFile} keeps a model on
 * disk. {@link vaelab.jointvae.Encodings} classifies; which category stands for which digit is
 * {@link vaelab.metrics.CategoryMapping}'s to say. {@link vaelab.jointvae.Decodings} makes the
 * images of figures.
 */
package vaelab.jointvae;
