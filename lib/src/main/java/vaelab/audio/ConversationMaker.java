package vaelab.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.data.Draws;

/**
 * Lays recordings out as a conversation.
 *
 * <p>Each speaker's recordings, in random order, are joined to turns of a few recordings with short
 * pauses, until the turns, pauses included, last as long as wanted. The turns of all speakers are
 * shuffled. Each begins with a pause after all before it have ended, or, with the wanted
 * probability, before the last one has. The time that is left is shared out to the pauses between
 * turns.
 */
final class ConversationMaker {
  private static final int LONGEST_TURN = 8; // recordings
  private static final double SHORTEST_PAUSE = 0.05; // seconds within a turn
  private static final double LEAST_OVERLAP = 0.2; // of the shorter of two turns
  private static final double MOST_OVERLAP = 0.9;
  private static final double LEVEL = 0.05; // root mean square of even recordings

  private final ConversationPlan plan;
  private final Recordings recordings;
  private final List<String> speakers;
  private final Draws draws;
  private final int frames;
  private int reused;

  ConversationMaker(
      ConversationPlan plan, Recordings recordings, List<String> speakers, Draws draws) {
    this.plan = plan;
    this.recordings = recordings;
    this.speakers = speakers;
    this.draws = draws;
    this.frames = Math.toIntExact(Math.round(plan.seconds() * recordings.rate()));
  }

  /** A recording with the frames of pause before it, 0 where it begins a turn. */
  private record Word(Recording recording, int pause) {}

  /** Recordings of one speaker with the frame at which each begins, counted from the turn's own. */
  private record Turn(int speaker, List<Recording> words, int[] offsets, int frames) {}

  Conversation make() {
    List<Turn> turns = new ArrayList<>();
    for (int h = 0; h < speakers.size(); h++) {
      turns.addAll(turns(h));
    }
    int[] order = IntStream.range(0, turns.size()).toArray();
    draws.shuffle(order);
    List<Turn> inOrder = Arrays.stream(order).mapToObj(turns::get).toList();
    return laidOut(inOrder, starts(inOrder));
  }

  private List<Turn> turns(int h) {
    List<Word> words = words(h);
    List<Turn> turns = new ArrayList<>();
    for (int from = 0; from < words.size(); ) {
      int to = from + 1;
      while (to < words.size() && words.get(to).pause() > 0) {
        to++;
      }
      List<Recording> own = words.subList(from, to).stream().map(Word::recording).toList();
      int[] offsets = new int[own.size()];
      int end = 0;
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = end + words.get(from + i).pause();
        end = offsets[i] + own.get(i).samples().length;
      }
      turns.add(new Turn(h, own, offsets, end));
      from = to;
    }
    return turns;
  }

  /** As many as bring their time, with that of the pauses within turns, nearest to the wanted. */
  private List<Word> words(int h) {
    List<Recording> pool = pool(speakers.get(h));
    double wanted = plan.activity().get(h) * frames;
    int[] order = IntStream.range(0, pool.size()).toArray();
    List<Word> words = new ArrayList<>();
    double total = 0;
    int left = 0; // recordings that the turn is still to have
    for (int i = 0; ; i++) {
      if (i % order.length == 0) {
        draws.shuffle(order);
      }
      Recording recording = pool.get(order[i % order.length]);
      int pause = left == 0 ? 0 : pause();
      left = left == 0 ? draws.index(LONGEST_TURN) : left - 1;
      double more = total + pause + recording.samples().length;
      if (more > wanted && (more - wanted > wanted - total || words.isEmpty())) {
        break;
      }
      words.add(new Word(recording, pause));
      total = more;
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected room for a recording of %s in %.2f s of speech, found none. Take more time."
              .formatted(speakers.get(h), wanted / recordings.rate()));
    }
    reused += Math.max(0, words.size() - pool.size());
    return words;
  }

  private int pause() {
    double seconds = draws.between(SHORTEST_PAUSE, ConversationPlan.LONGEST_PAUSE);
    return Math.max(1, (int) (seconds * recordings.rate()));
  }

  private List<Recording> pool(String speaker) {
    List<Recording> pool =
        recordings.of(speaker).stream()
            .map(word -> word.trimmed(recordings.rate()))
            .filter(word -> word.energy() > 0)
            .toList();
    if (pool.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected recordings of %s with sound, found silence alone.".formatted(speaker));
    }
    double energy = pool.stream().mapToDouble(Recording::energy).sum();
    long length = pool.stream().mapToLong(word -> word.samples().length).sum();
    return switch (plan.loudness()) {
      case AS_RECORDED -> pool;
      case EVEN_SPEAKERS -> pool.stream().map(word -> evened(word, energy, length)).toList();
      case EVEN_RECORDINGS ->
          pool.stream().map(word -> evened(word, word.energy(), word.samples().length)).toList();
    };
  }

  private static Recording evened(Recording word, double energy, long length) {
    return word.amplified(LEVEL / StrictMath.sqrt(energy / length));
  }

  private int[] starts(List<Turn> turns) {
    int[] starts = new int[turns.size()];
    double[] pauses = new double[turns.size() + 1]; // before each turn that has one, and at the end
    int[] ends = new int[speakers.size()];
    int end = 0;
    for (int i = 0; i < starts.length; i++) {
      Turn turn = turns.get(i);
      Turn before = i == 0 ? turn : turns.get(i - 1);
      if (before.speaker() != turn.speaker() && draws.chance(plan.overlap())) {
        double share = draws.between(LEAST_OVERLAP, MOST_OVERLAP);
        int overlap = (int) (share * Math.min(before.frames(), turn.frames()));
        starts[i] = Math.max(end - overlap, ends[turn.speaker()]);
      } else {
        starts[i] = end;
        pauses[i] = -StrictMath.log(1 - draws.uniform());
      }
      ends[turn.speaker()] = starts[i] + turn.frames();
      end = Math.max(end, ends[turn.speaker()]);
    }
    pauses[starts.length] = -StrictMath.log(1 - draws.uniform());
    if (end > frames) {
      throw new IllegalArgumentException(
          ("Expected turns that last at most %.1f s, found %.1f s for activities %s. Lower them, or"
                  + " let turns overlap more often than %s.")
              .formatted(
                  plan.seconds(),
                  (double) end / recordings.rate(),
                  plan.activity(),
                  plan.overlap()));
    }
    double unit = (frames - end) / Arrays.stream(pauses).sum();
    double shift = 0;
    for (int i = 0; i < starts.length; i++) {
      shift += unit * pauses[i];
      starts[i] += (int) shift;
    }
    return starts;
  }

  private Conversation laidOut(List<Turn> turns, int[] starts) {
    float[][] tracks = new float[speakers.size()][frames];
    List<Conversation.Utterance> utterances = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      Turn turn = turns.get(i);
      for (int w = 0; w < turn.offsets().length; w++) {
        float[] word = turn.words().get(w).samples();
        int from = starts[i] + turn.offsets()[w];
        System.arraycopy(word, 0, tracks[turn.speaker()], from, word.length);
        utterances.add(
            new Conversation.Utterance(turn.speaker(), turn.words().get(w), from, word.length));
      }
    }
    float[] mixture = new float[frames];
    for (int n = 0; n < frames; n++) {
      double sum = plan.noise() > 0 ? draws.laplace(plan.noise()) : 0;
      for (float[] track : tracks) {
        sum += track[n];
      }
      mixture[n] = (float) sum;
    }
    return new Conversation(speakers, recordings.rate(), tracks, mixture, utterances, reused);
  }
}
