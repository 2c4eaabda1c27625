package vaelab.msvae;

/**
 * The ELBO as a sum of entropies (eq. 18; Damm et al., AISTATS 2023), equal to it at every
 * stationary point:
 *
 * <pre>F = sum_h H[q(z_h; x)] + H[q(s; z, x)] - sum_h H[p(z_h)] - H[p(s)] - H[p(x | s, z)]</pre>
 *
 * <p>H[p(s)] is the sum over all streams of the binary entropies of pi_h. (The published number for
 * two digits, 412.6 against an ELBO of 412.0, counts one stream only; the right term closes the
 * gap.) The identity assumes E|z_h|^2 = Z, which holds where the decoder can absorb the scale of z;
 * {@link ElboTerms#secondMoment()} tells how far a model is from it. Where pi, b and that scale are
 * at their optimum the sum is the ELBO of any encoders and decoders: it checks the closed-form
 * steps, and does not tell how well the networks are trained.
 */
final class EntropySum {
  private EntropySum() {}

  /**
   * Computes the sum.
   *
   * @param model model with the pi and b that the sum is taken at
   * @param encoderEntropy mean of sum_h H[q(z_h; x)]
   * @param stateEntropy mean of H[q(s; z, x)]
   * @return nats a data point
   */
  static double of(MsVae model, double encoderEntropy, double stateEntropy) {
    int latents = model.streams().size() * model.sizes().latent();
    double zPrior = latents * 0.5 * Math.log(2 * Math.PI * Math.E);
    double noise = model.noise().entropy(model.scale(), model.sizes().dim());
    return encoderEntropy + stateEntropy - zPrior - model.prior().entropy() - noise;
  }
}
