package vaelab.msvae;

import vaelab.msvae.estep.FixedCountPrior;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;

/**
 * Separation by a trained multi-stream VAE: the most probable state under the fixed-K prior (eqs.
 * 19-21), and the images of its active streams in the order of the streams.
 */
public final class MsVaeSeparator implements SourceSeparator {
  private final MsVae model;
  private final String name;
  private final Inference inference;

  private MsVaeSeparator(MsVae model, String name, Inference inference) {
    this.model = model;
    this.name = name;
    this.inference = inference;
  }

  /**
   * Separation as in the paper: one sample of z a stream.
   *
   * @param model trained model, which stays the caller's
   * @param name name of the method in tables
   * @param seed seed of the samples
   * @return the separator
   */
  public static MsVaeSeparator sampled(MsVae model, String name, long seed) {
    return new MsVaeSeparator(model, name, new Inference(model).withSamples(1, seed));
  }

  /**
   * Separation with the posterior mean of z.
   *
   * @param model trained model, which stays the caller's
   * @param name name of the method in tables
   * @return the separator
   */
  public static MsVaeSeparator mean(MsVae model, String name) {
    return new MsVaeSeparator(model, name, new Inference(model));
  }

  /**
   * The same, refined: residuals encoded again and gradient steps on q(z) of the leading states,
   * from its mean on.
   *
   * @param refinement how far
   * @param name name of the method in tables
   * @return the refined separator
   */
  public MsVaeSeparator refined(Refinement refinement, String name) {
    return new MsVaeSeparator(model, name, inference.withRefinement(refinement));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Separation separate(float[] mixtures, int dim, int k) {
    int count = Separation.countOf(mixtures, dim, k);
    int streams = model.streams().size();
    if (dim != model.sizes().dim() || k > streams) {
      throw new IllegalArgumentException(
          "Expected mixtures of D=%d values and at most K=%d sources, found D=%d and K=%d."
              .formatted(model.sizes().dim(), streams, dim, k));
    }
    Inference.Prediction prediction =
        inference.withPrior(new FixedCountPrior(streams, k)).separate(mixtures);
    return new Separation(prediction.activeSources(k, dim), count, k, dim);
  }
}
