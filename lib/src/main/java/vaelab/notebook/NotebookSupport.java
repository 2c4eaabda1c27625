package vaelab.notebook;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Prepares a notebook. The first cell of each calls {@link #init()}. */
public final class NotebookSupport {

  private NotebookSupport() {}

  /**
   * Teaches the running kernel to show charts, images, {@link Figure}s and Tablesaw tables, keeps
   * log lines below warnings out of the notebook, and starts the figure numbers at 1. May be called
   * again. Without a kernel only the figure numbers change.
   */
  public static void init() {
    Figure.restartNumbers();
    kernel()
        .ifPresent(
            kernel -> {
              quiet();
              kernel.register();
            });
  }

  /** Without a window system, and with loggers that have not started yet set to warnings. */
  private static void quiet() {
    setDefault("java.awt.headless", "true");
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    Logger.getLogger("").setLevel(Level.WARNING);
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Shows an object in the output of the running cell; without a kernel prints its text.
   *
   * @param object a chart, an image, a {@link Figure}, a Tablesaw table, or anything with a text
   */
  public static void show(Object object) {
    kernel()
        .ifPresentOrElse(
            kernel -> kernel.display(object),
            () -> System.out.println(Renderings.of(object).text()));
  }

  /**
   * Tells whether this code runs in a notebook.
   *
   * @return true inside a kernel that this package knows
   */
  public static boolean isNotebook() {
    return kernel().isPresent();
  }

  /** The running kernel. Another kernel is one more class and one more line here. */
  static Optional<NotebookKernel> kernel() {
    return IJavaKernel.running();
  }
}
