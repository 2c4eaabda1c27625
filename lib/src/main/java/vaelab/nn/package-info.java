/**
 * Networks and distributions that the methods are built from.
 *
 * <p>A VAE stream is a {@link vaelab.nn.GaussianEncoder}, whose output is a {@link
 * vaelab.nn.DiagonalGaussian} q(z; x) = N(z; nu(x), diag tau(x)), and a {@link vaelab.nn.Decoder}
 * mu(z; W). Both are stacks of Linear, BatchNorm and ReLU ({@link vaelab.nn.DenseStack}), sized by
 * {@link vaelab.nn.NetworkSizes}. {@link vaelab.nn.TransposedConvolution} is the one layer that
 * convolutional decoders need and Deep Java Library's PyTorch engine lacks.
 */
package vaelab.nn;
