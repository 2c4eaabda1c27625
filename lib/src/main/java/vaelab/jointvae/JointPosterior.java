package vaelab.jointvae;

import vaelab.nn.DiagonalGaussian;

/**
 * What the encoder says about a batch, q(z, c; x) = q(z; x) q(c; x).
 *
 * @param z continuous latents, (B, Z)
 * @param c category, (B, C)
 */
record JointPosterior(DiagonalGaussian z, Categorical c) {}
