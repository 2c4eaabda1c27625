package vaelab.data;

import java.io.IOException;
import java.nio.file.Path;

/** Mixtures and their ground truth as {@code .npy} files, the formats of the command line. */
public final class MixtureFiles {
  /** Name of the mixtures: float32, N x height x width. */
  public static final String MIXTURES = "mixtures.npy";

  /** Name of the sources: float32, N x K x height x width or N x H x height x width. */
  public static final String SOURCES = "sources.npy";

  /** Name of the states: uint8 0 or 1, N x H, column h for stream h. */
  public static final String STATES = "states.npy";

  private MixtureFiles() {}

  /**
   * Writes the three files. Sources of fixed-K mixtures are the K active ones in the order of their
   * streams; of others, all H with zeros for idle streams. Images are written one by one.
   *
   * @param folder where; made if missing
   * @param mixtures what
   * @throws IOException when writing fails
   */
  public static void write(Path folder, Mixtures mixtures) throws IOException {
    int n = mixtures.count();
    int height = mixtures.height();
    int width = mixtures.width();
    Npy.write(folder.resolve(MIXTURES), mixtures.x(), n, height, width);
    Activity activity = mixtures.config().activity();
    boolean fixed = activity instanceof Activity.FixedK;
    int slots = activity instanceof Activity.FixedK some ? some.k() : mixtures.streams();
    Npy.write(
        folder.resolve(SOURCES),
        new int[] {n, slots, height, width},
        sink -> {
          for (int i = 0; i < n; i++) {
            for (int h = 0; h < mixtures.streams(); h++) {
              if (!fixed || mixtures.active(i, h)) {
                sink.append(mixtures.source(i, h), 0, mixtures.dim());
              }
            }
          }
        });
    writeStates(folder.resolve(STATES), mixtures.states(), mixtures.streams());
  }

  /**
   * Writes states as uint8, N x H: 1 where a stream is active.
   *
   * @param file the file
   * @param states N states, bit h for stream h
   * @param streams number of streams H
   * @throws IOException when writing fails
   * @throws IllegalArgumentException when H is not in 1..30 or a state has bits beyond H
   */
  public static void writeStates(Path file, int[] states, int streams) throws IOException {
    if (streams < 1 || streams > Activity.MOST_STREAMS) {
      throw new IllegalArgumentException(
          "Expected 1 to " + Activity.MOST_STREAMS + " streams, found " + streams + ".");
    }
    byte[] bits = new byte[Math.multiplyExact(states.length, streams)];
    for (int n = 0; n < states.length; n++) {
      if (states[n] >>> streams != 0) {
        throw new IllegalArgumentException(
            String.format(
                "Expected states of %d streams, found state %d of item %d. Check H.",
                streams, states[n], n));
      }
      for (int h = 0; h < streams; h++) {
        bits[n * streams + h] = (byte) (states[n] >>> h & 1);
      }
    }
    Npy.writeUint8(file, bits, states.length, streams);
  }
}
