package vaelab.msvae;

import java.util.ArrayList;
import java.util.List;

/** The best candidates of each data point so far, every state at most once, the best first. */
final class CandidatePool {
  private final int most;
  private final List<List<Candidate>> candidates = new ArrayList<>();

  /**
   * An empty pool.
   *
   * @param batch B
   * @param most candidates that are kept of a data point
   */
  CandidatePool(int batch, int most) {
    this.most = most;
    for (int n = 0; n < batch; n++) {
      candidates.add(new ArrayList<>(most + 1));
    }
  }

  /** B. */
  int batch() {
    return candidates.size();
  }

  /** Candidates that are kept of a data point. */
  int most() {
    return most;
  }

  /** The best of a data point, the best first; of equal ones the earlier one. */
  List<Candidate> of(int n) {
    return List.copyOf(candidates.get(n));
  }

  /** Keeps a candidate if it is better than what there is. */
  void offer(int n, Candidate candidate) {
    List<Candidate> own = candidates.get(n);
    for (Candidate other : own) {
      if (other.state() == candidate.state()) {
        if (other.score() >= candidate.score()) {
          return;
        }
        own.remove(other);
        break;
      }
    }
    int place = own.size();
    while (place > 0 && candidate.score() > own.get(place - 1).score()) {
      place--;
    }
    own.add(place, candidate);
    if (own.size() > most) {
      own.remove(most);
    }
  }
}
