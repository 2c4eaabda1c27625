package vaelab.msvae.energy;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The states of H streams that are possible: all 2^H, those with K active streams, or any others.
 *
 * <p>A state is a number whose bit h tells whether stream h is active.
 */
public final class StateSpace {
  private final int streams;
  private final int[] states;

  private StateSpace(int streams, int[] states) {
    this.streams = streams;
    this.states = states;
  }

  /**
   * All states.
   *
   * @param streams H
   * @return 0 to 2^H - 1
   */
  public static StateSpace all(int streams) {
    requireStreams(streams);
    int[] states = new int[1 << streams];
    Arrays.setAll(states, s -> s);
    return new StateSpace(streams, states);
  }

  /**
   * The states with a fixed number of active streams (the support of eq. 19).
   *
   * @param streams H
   * @param count K, from 0 to H
   * @return the C(H, K) states in ascending order
   * @throws IllegalArgumentException if H or K is out of range
   */
  public static StateSpace withCount(int streams, int count) {
    requireStreams(streams);
    if (count < 0 || count > streams) {
      throw new IllegalArgumentException(
          "Expected K from 0 to H=%d active streams, found K=%d.".formatted(streams, count));
    }
    int[] states = new int[choose(streams, count)];
    int state = (1 << count) - 1;
    for (int i = 0; i < states.length; i++) {
      states[i] = state;
      // The next larger number with as many ones: the lowest run of ones hands its top one on, the
      // others fall to the bottom. Zero has no successor, and no need of one.
      int lowest = state & -state;
      int carried = state + lowest;
      state = lowest == 0 ? 0 : carried | ((state ^ carried) >>> 2) / lowest;
    }
    return new StateSpace(streams, states);
  }

  /**
   * The states that satisfy a condition.
   *
   * @param streams H
   * @param possible tells whether a state, 0 to 2^H - 1, is possible
   * @return those states in ascending order
   * @throws IllegalArgumentException if H is out of range or no state is possible
   */
  public static StateSpace where(int streams, IntPredicate possible) {
    requireStreams(streams);
    int[] states = IntStream.range(0, 1 << streams).filter(possible).toArray();
    if (states.length == 0) {
      throw new IllegalArgumentException(
          "Expected at least one possible state of H=%d streams, found none.".formatted(streams));
    }
    return new StateSpace(streams, states);
  }

  /**
   * Refuses numbers of streams whose 2^H states cannot be listed.
   *
   * @param streams H
   * @throws IllegalArgumentException with the figure, if H is out of range
   */
  public static void requireStreams(int streams) {
    if (streams < 1 || streams > SampleLattice.MAX_STREAMS) {
      throw new IllegalArgumentException(
          "Expected 1 to %d streams, found H=%d, which has 2^%d states; use fewer sources."
              .formatted(SampleLattice.MAX_STREAMS, streams, streams));
    }
  }

  private static int choose(int n, int k) {
    long result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return Math.toIntExact(result);
  }

  /**
   * Number of streams.
   *
   * @return H
   */
  public int streams() {
    return streams;
  }

  /**
   * Number of possible states.
   *
   * @return 1 to 2^H
   */
  public int size() {
    return states.length;
  }

  /**
   * One of the states.
   *
   * @param i index, 0 to {@code size() - 1}
   * @return the state; they ascend with the index
   */
  public int state(int i) {
    return states[i];
  }

  /**
   * Whether every state is possible; a state's index is then the state itself.
   *
   * @return true for all 2^H
   */
  public boolean isComplete() {
    return states.length == 1 << streams;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateSpace space
        && space.streams == streams
        && Arrays.equals(space.states, states);
  }

  @Override
  public int hashCode() {
    return 31 * streams + Arrays.hashCode(states);
  }

  @Override
  public String toString() {
    return "%d of %d states of H=%d".formatted(states.length, 1 << streams, streams);
  }
}
