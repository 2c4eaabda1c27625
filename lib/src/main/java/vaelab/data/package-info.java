/**
 * Data as plain Java arrays: readers, generators and files. No tensors, no native code.
 *
 * <p>This is the ground floor of the library. It answers three questions.
 *
 * <ol>
 *   <li><b>Where do digits come from?</b> {@link vaelab.data.DigitsLoader} finds MNIST in the
 *       places that {@link vaelab.data.DataPlaces} lists, reads it with {@link
 *       vaelab.data.IdxReader} and checks that it is MNIST. Where there is none, {@link
 *       vaelab.data.PenStrokeDigits} draws a stand-in. Either way {@link vaelab.data.DataOrigin}
 *       says which data a result was measured on. {@link vaelab.data.Shapes} draws simpler images,
 *       of any size, to try things out with.
 *   <li><b>What does a model train on?</b> {@link vaelab.data.MixtureGenerator} makes {@link
 *       vaelab.data.Mixtures} with known sources and states:
 *       <pre>
 *   s ~ p(s)                             Bernoulli activities, or exactly K streams
 *   y_h                                  an image of class h, uniform over the pool
 *   x = sum_h s_h y_h + Laplace(0, b)    each pixel on its own, no clipping: [0, K] when b = 0
 *       </pre>
 *       which is the generative model of the multi-stream VAE (arXiv 2510.15669, section 2) with
 *       real images in the place of decoder means. {@link vaelab.data.AffineJitter} makes more of
 *       few images of one source.
 *   <li><b>How do arrays leave and enter?</b> {@link vaelab.data.Npy}, {@link
 *       vaelab.data.SourceFiles} and {@link vaelab.data.MixtureFiles} speak NumPy's {@code .npy};
 *       {@link vaelab.data.AtomicFiles} makes sure that a file is either complete or not there.
 * </ol>
 *
 * <p>Conventions: images are row-major, (N, D) with D = height x width, and clean images lie in
 * [0,1]. A state is an {@code int} whose bit h says that stream h is active; bit 0 is stream 0.
 * Everything random is a function of its seed alone, the same on every machine. Files that are not
 * what they should be raise {@link vaelab.data.BadDataException}; wrong arguments raise {@link
 * IllegalArgumentException}. Both say what was expected, what was found and what to do.
 */
package vaelab.data;
