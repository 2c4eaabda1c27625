/**
 * The exact E-step: priors over states, and the posterior over all 2^H of them.
 *
 * <p>q(s; z, x) is proportional to p(x | s, z) p(s), computed from energies with the minimum
 * subtracted (eqs. 8-10); {@link vaelab.msvae.estep.BernoulliPrior} is eq. (1), {@link
 * vaelab.msvae.estep.FixedCountPrior} the fixed-K prior (eqs. 19-21), which needs no retraining:
 * any prior goes with any model. Because the posterior is exact, its term of the ELBO is the
 * log-normaliser log sum_s p(x, s | z).
 */
package vaelab.msvae.estep;
