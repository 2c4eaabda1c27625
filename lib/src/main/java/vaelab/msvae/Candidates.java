package vaelab.msvae;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The leading states of a batch, one row each, and where their active streams stand.
 *
 * <p>A row's active streams fill its slots from 0 on, in ascending order; rows may differ in how
 * many they have. Decoded images are kept stream by stream, each stream's rows in row order: that
 * list is what "position" counts.
 */
final class Candidates {
  private final int streams;
  private final int perPoint;
  private final List<Candidate> candidates;
  private final int[] data;
  private final int[] state;
  private final int[][] rowsOfStream;
  private final int slots;

  /**
   * Lays a pool out in rows.
   *
   * @param pool the leading states; every data point has equally many
   * @param streams H
   */
  Candidates(CandidatePool pool, int streams) {
    this.streams = streams;
    perPoint = pool.most();
    candidates =
        IntStream.range(0, pool.batch()).boxed().flatMap(n -> pool.of(n).stream()).toList();
    if (candidates.size() != pool.batch() * perPoint) {
      throw new IllegalArgumentException(
          "Expected %d candidates of each of %d data points, found %d in all."
              .formatted(perPoint, pool.batch(), candidates.size()));
    }
    data = IntStream.range(0, candidates.size()).map(row -> row / perPoint).toArray();
    state = candidates.stream().mapToInt(Candidate::state).toArray();
    rowsOfStream =
        IntStream.range(0, streams)
            .mapToObj(h -> IntStream.range(0, rows()).filter(r -> isActive(r, h)).toArray())
            .toArray(int[][]::new);
    slots = Arrays.stream(state).map(Integer::bitCount).max().orElse(0);
  }

  /** The candidate of a row. */
  Candidate row(int row) {
    return candidates.get(row);
  }

  int rows() {
    return data.length;
  }

  /** Rows of one data point; they follow one another. */
  int perPoint() {
    return perPoint;
  }

  /** Which data point each row is about. */
  int[] data() {
    return data;
  }

  /** State of each row. */
  int[] states() {
    return state;
  }

  boolean isActive(int row, int h) {
    return (state[row] >> h & 1) == 1;
  }

  /** Rows in which a stream is active, ascending. */
  int[] rows(int h) {
    return rowsOfStream[h];
  }

  /** Largest number of active streams. */
  int slots() {
    return slots;
  }

  /** Slot of an active stream: the number of active streams before it. */
  int slot(int row, int h) {
    return Integer.bitCount(state[row] & (1 << h) - 1);
  }

  /** The state over slots that says the same: all of a row's slots active. */
  int slotState(int row) {
    return (1 << Integer.bitCount(state[row])) - 1;
  }

  /**
   * Positions of each slot's images in the list of decoded images; a slot that a row does not use
   * points at the first image, which its state leaves out.
   *
   * @return one array of rows() positions a slot
   */
  int[][] positionsOfSlots() {
    int[][] positions = new int[slots][rows()];
    int position = 0;
    for (int h = 0; h < streams; h++) {
      for (int row : rowsOfStream[h]) {
        positions[slot(row, h)][row] = position++;
      }
    }
    return positions;
  }

  /**
   * Where the images of a stream went.
   *
   * @param h stream
   * @return for each of its rows, slot * rows() + row
   */
  int[] placesOfStream(int h) {
    return Arrays.stream(rowsOfStream[h]).map(row -> slot(row, h) * rows() + row).toArray();
  }
}
