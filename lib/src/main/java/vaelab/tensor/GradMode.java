package vaelab.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/**
 * PyTorch's recording mode of the current thread, for the length of a try block.
 *
 * <p>The mode belongs to the thread, not to the engine: Deep Java Library switches it off only on
 * the thread that started the engine, so results computed on any other thread (a notebook cell, a
 * pool) would silently keep their graphs. Code that trains or evaluates says which mode it wants.
 */
public final class GradMode implements AutoCloseable {
  private final boolean before;

  private GradMode(boolean recording) {
    Engine.getInstance(); // the native library must be loaded before its mode can be asked
    before = JniUtils.isGradMode();
    JniUtils.setGradMode(recording);
  }

  /**
   * Records operations, so that a later backward pass can follow them.
   *
   * @return the mode, to be closed on the same thread
   */
  public static GradMode recording() {
    return new GradMode(true);
  }

  /**
   * Records nothing.
   *
   * @return the mode, to be closed on the same thread
   */
  public static GradMode off() {
    return new GradMode(false);
  }

  /** Restores the mode that was set before. */
  @Override
  public void close() {
    JniUtils.setGradMode(before);
  }
}
