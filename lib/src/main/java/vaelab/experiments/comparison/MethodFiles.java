package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import vaelab.data.BadDataException;
import vaelab.data.Npy;
import vaelab.experiments.ResultStore;
import vaelab.metrics.SeparationScore;
import vaelab.separation.Separation;

/**
 * What is kept of each method that has been measured: {@code METHOD.json} with its {@link
 * MethodResult} ({@code METHOD.part.json} with its {@link PartialResult} until then), {@code
 * estimates/SYSTEM-kK.npy} with its estimates of the first mixtures (N x K x D, uint8) and {@code
 * priors/METHOD-LABEL.npy} with images of its prior (N x 1 x D) for the figures.
 */
final class MethodFiles {
  private final Path directory;
  private final ResultStore<MethodResult> results;
  private final ResultStore<PartialResult> parts;

  /** Files below the directory of a comparison. */
  MethodFiles(Path directory) {
    this.directory = directory;
    results = new ResultStore<>(directory, MethodResult.class);
    parts = new ResultStore<>(directory, PartialResult.class);
  }

  /** The result of a method, if it has been measured. */
  Optional<MethodResult> read(String method) throws IOException {
    return results.read(method);
  }

  /** File of a result, whether it is there or not. */
  Path file(String method) {
    return results.file(method);
  }

  /**
   * Writes a result, which takes the place of its parts. It is the last file of a method: where it
   * is, the method is measured.
   */
  void write(MethodResult result) throws IOException {
    results.write(result.method(), result);
    removePart(result.method());
  }

  /** Removes what an interrupted measurement left. */
  void removePart(String method) throws IOException {
    Files.deleteIfExists(partFile(method));
  }

  /** What an interrupted measurement of a method left, if there was one. */
  Optional<PartialResult> readPart(String method) throws IOException {
    return parts.read(part(method));
  }

  /** File of that, whether it is there or not. */
  Path partFile(String method) {
    return parts.file(part(method));
  }

  /** Writes what is measured of a method by now. */
  void writePart(String method, PartialResult part) throws IOException {
    parts.write(part(method), part);
  }

  private static String part(String method) {
    return method + ".part";
  }

  /** Writes estimates as they are scored, to the nearest of 256 grey values. */
  void writeEstimates(String system, Separation estimate) throws IOException {
    float[] guarded = new float[estimate.sources().length];
    int at = 0;
    for (int n = 0; n < estimate.count(); n++) {
      // Cut at 1 instead, they would be paired and look otherwise than their scores say.
      for (double[] image :
          SeparationScore.guardedStack(estimate.sources(), n, estimate.k(), estimate.dim())) {
        for (double value : image) {
          guarded[at++] = (float) value;
        }
      }
    }
    write(
        estimates(system, estimate.k()),
        new Separation(guarded, estimate.count(), estimate.k(), estimate.dim()));
  }

  /** Reads estimates of a system that has been measured. */
  Separation readEstimates(String system, int k) throws IOException {
    return read(estimates(system, k), k);
  }

  private Path estimates(String system, int k) {
    return directory.resolve("estimates").resolve(slug(system) + "-k" + k + ".npy");
  }

  /** Writes a row of images that shows a method's prior, cut to [0, 1]. */
  void writePrior(String method, String label, float[] images, int dim) throws IOException {
    write(prior(method, label), new Separation(images, images.length / dim, 1, dim));
  }

  /** Reads such a row, N x D. */
  float[] readPrior(String method, String label) throws IOException {
    return read(prior(method, label), 1).sources();
  }

  private Path prior(String method, String label) {
    return directory.resolve("priors").resolve(slug(method + " " + label) + ".npy");
  }

  private static String slug(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return slug.replaceAll("^-|-$", "");
  }

  private static void write(Path file, Separation images) throws IOException {
    byte[] grey = new byte[images.sources().length];
    for (int p = 0; p < grey.length; p++) {
      grey[p] = (byte) Math.round(255 * Math.max(0, Math.min(1, images.sources()[p])));
    }
    Npy.writeUint8(file, grey, images.count(), images.k(), images.dim());
  }

  private static Separation read(Path file, int k) throws IOException {
    var array = Npy.read(file);
    int[] shape = array.shape();
    if (shape.length != 3 || shape[1] != k) {
      throw BadDataException.of(
          file,
          "N x " + k + " x D values",
          Arrays.toString(shape),
          "Delete the directory's METHOD.json to measure the method again");
    }
    float[] sources = new float[array.data().length];
    for (int p = 0; p < sources.length; p++) {
      sources[p] = array.data()[p] / 255;
    }
    return new Separation(sources, shape[0], k, shape[2]);
  }
}
