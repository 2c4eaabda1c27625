package vaelab.experiments;

import java.util.Arrays;
import java.util.Collection;
import vaelab.data.AffineJitter;
import vaelab.data.Images;
import vaelab.data.LabelledImages;

/**
 * The images of single sources that mixtures are composed of.
 *
 * @param images images and the class of each
 * @param classes class of each stream
 * @param jitter maps that images are seen under
 * @param copies images made of each one for an epoch, itself first; 1 for none but itself
 */
record SourcePool(LabelledImages images, int[] classes, AffineJitter jitter, int copies) {

  /**
   * A pool of images that are only seen as they are.
   *
   * @param sources images of each stream, row-major N x D in [0,1]
   * @param dim D
   * @return the pool, one class a stream
   */
  static SourcePool of(Collection<float[]> sources, int dim) {
    int values = sources.stream().mapToInt(s -> s.length).sum();
    float[] pixels = new float[values];
    int[] labels = new int[values / dim];
    int[] classes = new int[sources.size()];
    int at = 0;
    int stream = 0;
    for (float[] source : sources) {
      System.arraycopy(source, 0, pixels, at, source.length);
      Arrays.fill(labels, at / dim, (at + source.length) / dim, stream);
      classes[stream] = stream;
      at += source.length;
      stream++;
    }
    Images images = new Images(pixels, labels.length, 1, dim);
    return new SourcePool(
        new LabelledImages(images, labels), classes, new AffineJitter(0, 0, 0, 0), 1);
  }

  /** The images of one epoch, each drawn anew under the maps. */
  LabelledImages seen(long seed) {
    if (copies == 1) {
      return images;
    }
    Images own = images.images();
    float[] pixels = jitter.copies(own.pixels(), own.height(), own.width(), copies, seed);
    int[] labels = new int[images.labels().length * copies];
    Arrays.setAll(labels, i -> images.labels()[i / copies]);
    return new LabelledImages(new Images(pixels, labels.length, own.height(), own.width()), labels);
  }
}
