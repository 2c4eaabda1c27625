package vaelab.bench;

import java.io.IOException;

/**
 * A program that keeps one core busy until its standard input ends, at the latest with its parent.
 */
final class BusyLoop {
  private static volatile long sink;

  private BusyLoop() {}

  /**
   * Entry point of the second process of {@link ContentionCheck}.
   *
   * @param args none
   * @throws IOException if standard input fails
   */
  public static void main(String[] args) throws IOException {
    Thread loop =
        new Thread(
            () -> {
              while (true) {
                sink++;
              }
            });
    loop.setDaemon(true);
    loop.start();
    while (System.in.read() >= 0) {
      // Nothing is sent; the end is the message.
    }
  }
}
