/**
 * The multi-stream VAE (MS-VAE; Boukun and Luecke, arXiv 2510.15669): one VAE a source, binary
 * activities, a linear combination inside the decoder, and the exact posterior over all states.
 *
 * <p>Generative model (section 2):
 *
 * <pre>
 *   p(s)       = prod_h pi_h^s_h (1 - pi_h)^(1 - s_h)               (1)  estep.BernoulliPrior
 *   p(z_h)     = N(z_h; 0, I)                                       (2)
 *   p(x|s,z)   = Laplace(x; sum_h s_h mu(z_h; W_h), b)              (3)  energy.SumCombination, LaplaceNoise
 *   q(s,z;x)   = q(s;z,x) prod_h N(z_h; nu_h(x), diag tau_h(x))     (4-6)
 *   ELBO       = E_q(z)[log sum_s p(x,s|z)] - sum_h KL(q(z_h;x) || p(z_h))   (7)  Elbo
 *   q(s;z,x)   exact                                                (8-10)  estep.EStep
 *   z          = nu + sqrt(tau) eps                                 (11-13) nn.DiagonalGaussian
 *   pi, b      in closed form                                       (15) MStep; LatentScale
 *   q(s;x), q(s_h=1;x)                                              (16, 17) estep.StatePosterior
 *   entropy sum                                                     (18) EntropySum
 *   fixed-K prior                                                   (19-21) estep.FixedCountPrior, Inference
 * </pre>
 *
 * <p>Beyond the paper: {@link vaelab.msvae.Refinement}, encoders that look again at residuals and
 * gradient steps on q(z) from their answer ({@link vaelab.msvae.RefinedElbo} is the ELBO under
 * them), {@link vaelab.msvae.TrainingData}, which may change from epoch to epoch and tell states,
 * and {@link vaelab.msvae.MsVaeSeparator}, separation behind the interface that all methods share.
 *
 * <p>{@link vaelab.msvae.MsVae} holds the parameters, {@link vaelab.msvae.Trainer} is Algorithm 1,
 * {@link vaelab.msvae.Inference} predicts and separates, {@link vaelab.msvae.ModelFile} keeps a
 * model on disk. An expert is the same model with H = 1 and s = 1, so the same trainer pretrains
 * it.
 */
package vaelab.msvae;
