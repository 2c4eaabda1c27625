package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import vaelab.data.BadDataException;
import vaelab.data.DataOrigin;
import vaelab.data.Npy;
import vaelab.data.NpyArray;
import vaelab.data.Sha256;
import vaelab.data.SourceFiles;

/**
 * A user's own sources and mixtures, read and checked as a whole before any training starts.
 *
 * @param sources images of each source, N x height x width or N x D in [0,1], in the order of the
 *     streams
 * @param mixtures observations of the same D, finite
 * @param origin checksums of the files
 */
public record OwnData(Map<String, NpyArray> sources, NpyArray mixtures, DataOrigin origin) {
  /** A sum of sources cannot be so much brighter than all of them together. */
  private static final double BRIGHTEST = 10;

  private static final String SOURCE = "source ";
  private static final String MIXTURES = "mixtures";

  /**
   * Reads and checks the files.
   *
   * @param sources file of each source by name, at least one; N x height x width or N x D, in
   *     [0,1], at least 2 images each
   * @param mixtures file of the mixtures: the same height and width or D, at least 2; values may
   *     leave [0,1], as sums and noise do
   * @return the data
   * @throws IOException if a file is not such a file, two have images of different sizes or two
   *     sources are the same, or the mixtures are on another scale than the sources
   * @throws IllegalArgumentException if there is no source
   */
  public static OwnData read(Map<String, Path> sources, Path mixtures) throws IOException {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected at least one source, found none; give its images as NAME=images.npy.");
    }
    Map<String, NpyArray> images = new LinkedHashMap<>();
    Map<String, String> sums = new TreeMap<>();
    Path first = sources.values().iterator().next();
    for (Map.Entry<String, Path> source : sources.entrySet()) {
      NpyArray own = SourceFiles.read(source.getValue());
      images.put(source.getKey(), own);
      requireSameSize(first, images.values().iterator().next(), source.getValue(), own);
      String sum = Sha256.of(source.getValue());
      for (Map.Entry<String, Path> other : sources.entrySet()) {
        if (sum.equals(sums.get(SOURCE + other.getKey()))) {
          throw BadDataException.of(
              source.getValue(),
              "other images than those of source '" + other.getKey() + "'",
              "the very bytes of " + other.getValue(),
              "Give each source its own images, or leave one out");
        }
      }
      sums.put(SOURCE + source.getKey(), sum);
    }
    NpyArray x = Npy.readMixtures(mixtures);
    requireSameSize(first, images.get(sources.keySet().iterator().next()), mixtures, x);
    if (x.count() < 2) {
      throw BadDataException.of(
          mixtures,
          "at least 2 mixtures (batch normalisation needs a variance)",
          x.count() + " in shape " + Arrays.toString(x.shape()),
          "Give more mixtures; 'separate' then takes single ones");
    }
    requireSameScale(images, mixtures, x);
    sums.put(MIXTURES, Sha256.of(mixtures));
    DataOrigin origin =
        new DataOrigin(
            "own",
            false,
            "own images of %d sources, %d mixtures".formatted(images.size(), x.count()),
            sums);
    return new OwnData(images, x, origin);
  }

  private static void requireSameSize(Path first, NpyArray a, Path file, NpyArray b)
      throws IOException {
    if (!b.fits(a.item())) {
      throw BadDataException.of(
          file,
          "D=%d values, size %s, as in %s".formatted(a.dim(), a.item(), first),
          "D=%d, size %s".formatted(b.dim(), b.item()),
          "Crop or resize so that all sources and the mixtures have one size");
    }
  }

  private static void requireSameScale(Map<String, NpyArray> sources, Path file, NpyArray x)
      throws IOException {
    double together = sources.values().stream().mapToDouble(s -> mean(s.data())).sum();
    double found = mean(x.data());
    if (found > BRIGHTEST * together) {
      throw BadDataException.of(
          file,
          String.format(
              Locale.ROOT,
              "mixtures that are sums of the sources, mean value below %.3g",
              together),
          String.format(Locale.ROOT, "mean value %.3g", found),
          "Divide the mixtures by what the sources were divided by, 255 for bytes");
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /**
   * D.
   *
   * @return number of values of an image
   */
  public int dim() {
    return mixtures.dim();
  }

  /**
   * Shape of an image.
   *
   * @return (height, width) where any of the files has it, or (D)
   */
  public List<Integer> shape() {
    return Stream.concat(sources.values().stream(), Stream.of(mixtures))
        .map(NpyArray::item)
        .max(Comparator.comparingInt(List::size))
        .orElseThrow();
  }
}
