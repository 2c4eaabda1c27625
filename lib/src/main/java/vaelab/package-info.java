/**
 * Disentangling sources with variational autoencoders, on the JVM.
 *
 * <p>The packages stand on floors; a package may use those below it, never those above. {@code
 * FloorsTest} keeps that.
 *
 * <pre>
 * 5  cli   notebook   bench
 * 4  experiments
 * 3  msvae vaebss basis lass jointvae one package, one method; they do not know each other
 * 2  nn    train    plot  separation networks · training loop, progress · figures · what
 *                                    all separation methods share
 * 1  tensor                          the thin floor over Deep Java Library
 * 0  data  metrics audio diarization plain Java arrays, no tensors
 * </pre>
 */
package vaelab;
