package vaelab.msvae;

import java.util.Arrays;
import java.util.stream.IntStream;
import vaelab.msvae.energy.SampleLattice;

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
  private final int[] data;
  private final int[] state;
  private final int[][] rowsOfStream;
  private final int slots;

  /**
   * Picks the leading states of every data point.
   *
   * @param lattice states that were compared
   * @param batch B
   * @param score score of every lattice point of every data point, the larger the better: index
   *     {@code n * lattice.size() + t}
   * @param most largest number of states a data point
   */
  Candidates(SampleLattice lattice, int batch, double[] score, int most) {
    streams = lattice.streams();
    int size = lattice.size();
    int each = Math.min(most, size);
    perPoint = each;
    data = new int[batch * each];
    state = new int[batch * each];
    for (int n = 0; n < batch; n++) {
      int[] best = leading(score, n * size, size, each);
      for (int i = 0; i < each; i++) {
        data[n * each + i] = n;
        state[n * each + i] = lattice.state(best[i]);
      }
    }
    rowsOfStream =
        IntStream.range(0, streams)
            .mapToObj(h -> IntStream.range(0, rows()).filter(r -> isActive(r, h)).toArray())
            .toArray(int[][]::new);
    slots = Arrays.stream(state).map(Integer::bitCount).max().orElse(0);
  }

  /** Indices of the largest scores, the best first; of equal ones the first. */
  private static int[] leading(double[] score, int from, int size, int count) {
    int[] best = new int[count];
    int found = 0;
    for (int t = 0; t < size; t++) {
      int place = found;
      while (place > 0 && score[from + t] > score[from + best[place - 1]]) {
        place--;
      }
      if (place < count) {
        found = Math.min(count, found + 1);
        System.arraycopy(best, place, best, place + 1, found - 1 - place);
        best[place] = t;
      }
    }
    return best;
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
