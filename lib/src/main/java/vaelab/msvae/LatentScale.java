package vaelab.msvae;

/**
 * A closed-form step on the scale of the latents.
 *
 * <p>A prior N(0, diag sigma^2) would be best at sigma^2 = E[z^2], the mean of nu^2 + tau over the
 * data. Since p(z) is N(0, I), the scale goes into the networks instead: encoders give z / sigma,
 * decoders give for it what they gave for z. Reconstructions stay as they are and the KL terms fall
 * by 1/2 sum (sigma^2 - 1 - log sigma^2). Trained decoders find that scale by themselves, and so do
 * fixed ones that normalise by the statistics of a batch; fixed ones on running statistics cannot.
 * Only with E[z^2] = 1 is the entropy sum (eq. 18) equal to the ELBO.
 */
final class LatentScale {
  private static final double SMALLEST = 1e-3;

  private final double[][] moments;
  private long points;

  LatentScale(int streams, int latents) {
    moments = new double[streams][latents];
  }

  void add(ElboTerms terms) {
    int batch = terms.posterior().batch();
    for (int h = 0; h < moments.length; h++) {
      for (int i = 0; i < moments[h].length; i++) {
        moments[h][i] += batch * terms.secondMoments()[h][i];
      }
    }
    points += batch;
  }

  /** sigma of each latent of one stream. */
  double[] sigma(int h) {
    double[] sigma = new double[moments[h].length];
    for (int i = 0; i < sigma.length; i++) {
      sigma[i] = Math.max(SMALLEST, Math.sqrt(moments[h][i] / points));
    }
    return sigma;
  }

  /**
   * Rescales a model.
   *
   * @param model model whose encoders and decoders change
   * @return sum of log sigma over all latents: by how much the entropies of q(z_h; x) fall
   */
  double apply(MsVae model) {
    double logVolume = 0;
    for (int h = 0; h < moments.length; h++) {
      double[] sigma = sigma(h);
      model.streams().get(h).encoder().divideLatents(sigma);
      model.streams().get(h).decoder().multiplyLatents(sigma);
      for (double s : sigma) {
        logVolume += Math.log(s);
      }
    }
    return logVolume;
  }
}
