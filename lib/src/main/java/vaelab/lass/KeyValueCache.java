package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Keys and values of the tokens that a generation has seen, so that each token passes the
 * transformer once. All sequences are of the same length at any time.
 */
final class KeyValueCache {
  private final NDArray[] keys;
  private final NDArray[] values;
  private final int capacity;
  private int length;

  /**
   * An empty cache.
   *
   * @param scope owner of its memory, 2 layers x sequences x L x width values
   * @param sizes sizes of the transformer
   * @param type the transformer's type
   * @param sequences B
   */
  KeyValueCache(NDManager scope, PriorSizes sizes, DataType type, int sequences) {
    Shape shape = new Shape(sequences, sizes.heads(), sizes.length(), sizes.headWidth());
    capacity = sizes.length();
    keys = new NDArray[sizes.layers()];
    values = new NDArray[sizes.layers()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = scope.zeros(shape, type);
      values[i] = scope.zeros(shape, type);
    }
  }

  /**
   * Position of the next token: the number of those that all layers have seen.
   *
   * @throws IllegalStateException if there is no next one
   */
  int position() {
    if (length == capacity) {
      throw new IllegalStateException(
          "Expected at most L=%d tokens, found one more; begin a new cache.".formatted(capacity));
    }
    return length;
  }

  /** Adds the newest keys of a layer, (B, heads, 1, width), and returns all of it, (.., T, ..). */
  NDArray keys(int layer, NDArray newest) {
    return append(keys[layer], newest);
  }

  /** The same for values. */
  NDArray values(int layer, NDArray newest) {
    return append(values[layer], newest);
  }

  /** To be called when all layers have added a token. */
  void advance() {
    length++;
  }

  private NDArray append(NDArray all, NDArray newest) {
    all.set(new NDIndex(":,:,{}:{}", length, length + 1), newest);
    NDArray seen = all.get(new NDIndex(":,:,:{}", length + 1));
    seen.attach(newest.getManager());
    return seen;
  }
}
