package vaelab.experiments;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import vaelab.data.AtomicFiles;
import vaelab.data.BadDataException;
import vaelab.data.Npy;
import vaelab.separation.Separation;

/**
 * What is kept of each method that has been measured: {@code METHOD.json} with its {@link
 * MethodResult}, and {@code estimates/SYSTEM-kK.npy} with its estimates of the first mixtures (N x
 * K x D, uint8) for the figures.
 */
final class MethodFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;

  /** Files below the directory of a comparison. */
  MethodFiles(Path directory) {
    this.directory = directory;
  }

  /** The result of a method, if it has been measured. */
  Optional<MethodResult> read(String method) throws IOException {
    Path file = result(method);
    return Files.exists(file)
        ? Optional.of(JSON.readValue(file.toFile(), MethodResult.class))
        : Optional.empty();
  }

  /** Writes a result. It is the last file of a method: where it is, the method is measured. */
  void write(MethodResult result) throws IOException {
    byte[] json = JSON.writeValueAsBytes(result);
    AtomicFiles.write(result(result.method()), out -> out.write(json));
  }

  private Path result(String method) {
    return directory.resolve(method + ".json");
  }

  /** Writes estimates, to the nearest of 256 grey values. */
  void writeEstimates(String system, Separation estimate) throws IOException {
    byte[] grey = new byte[estimate.sources().length];
    for (int p = 0; p < grey.length; p++) {
      grey[p] = (byte) Math.round(255 * Math.max(0, Math.min(1, estimate.sources()[p])));
    }
    Npy.writeUint8(
        estimates(system, estimate.k()), grey, estimate.count(), estimate.k(), estimate.dim());
  }

  /** Reads estimates of a system that has been measured. */
  Separation readEstimates(String system, int k) throws IOException {
    Path file = estimates(system, k);
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

  private Path estimates(String system, int k) {
    String name = system.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return directory.resolve("estimates").resolve(name.replaceAll("^-|-$", "") + "-k" + k + ".npy");
  }
}
