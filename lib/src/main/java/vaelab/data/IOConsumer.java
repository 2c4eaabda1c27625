package vaelab.data;

import java.io.IOException;

/**
 * An action on something that may fail with an {@link IOException}.
 *
 * @param <T> what it acts on, usually an open stream
 */
@FunctionalInterface
public interface IOConsumer<T> {
  /**
   * Acts on {@code target}.
   *
   * @param target what to act on
   * @throws IOException when reading or writing fails
   */
  void accept(T target) throws IOException;
}
