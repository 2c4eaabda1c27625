package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vaelab.data.DataOrigin;
import vaelab.diarization.SpeakerTurn;

class ConversationTest {
  private static final int RATE = 1000;
  private static final Class<IllegalArgumentException> BAD = IllegalArgumentException.class;

  /** Words of 0.2 to 0.6 s between stretches of silence; one speaker is a hundred times softer. */
  private static Recordings recordings(int each) {
    SplittableRandom random = new SplittableRandom(7);
    List<Recording> all = new ArrayList<>();
    for (String speaker : List.of("ann", "bob", "cleo")) {
      for (int n = 0; n < each; n++) {
        float[] samples = new float[800];
        int from = 10 * (1 + random.nextInt(10));
        int to = from + 10 * (20 + random.nextInt(40));
        for (int i = from; i < to; i++) {
          samples[i] = (float) ((random.nextDouble() - 0.5) * (speaker.equals("bob") ? 0.01 : 1));
        }
        all.add(new Recording(speaker, Integer.toString(n % 10), n / 10, samples));
      }
    }
    return new Recordings(all, RATE, new DataOrigin("noise", false, "noise", Map.of()));
  }

  private static final ConversationPlan PLAN =
      new ConversationPlan(120, List.of(0.27, 0.36), 0.5, Loudness.AS_RECORDED, 0);

  /** Half a recording of 0.6 s with the longest pause before it: by so much whole ones can miss. */
  private static final double HALF_A_WORD = 0.45;

  @Test
  void turnsWithTheirShortPausesTakeTheWantedTime() {
    Recordings recordings = recordings(300);
    double excess = 0;
    for (int seed = 0; seed < 20; seed++) {
      Conversation made = PLAN.make(recordings, List.of("cleo", "bob"), seed);
      assertEquals(120, made.seconds());
      for (int h = 0; h < 2; h++) {
        double wanted = PLAN.activity().get(h);
        double reference = share(made, h, 0.3);
        // Two turns of one speaker may happen to be so near that they become one.
        assertTrue(reference > wanted - HALF_A_WORD / 120, "too little: " + reference);
        assertTrue(reference < wanted + 0.02, "too much: " + reference);
        assertEquals(reference, made.activity(h), 1e-12);
        excess += (reference - wanted) / 40;
        double words = share(made, h, 0);
        assertTrue(words < reference - 0.05, "pauses take time, words " + words);
        assertEquals(words, audible(made.tracks()[h]), 1e-3, "nothing lies on its own");
      }
      assertEquals(0, made.reused());
    }
    assertEquals(0, excess, 0.005, "mean over conversations");
  }

  /** Share of the time that the reference gives to a speaker. */
  private static double share(Conversation made, int speaker, double bridged) {
    return made.turns(bridged).stream()
            .filter(turn -> turn.speaker().equals(made.speakers().get(speaker)))
            .mapToDouble(SpeakerTurn::duration)
            .sum()
        / made.seconds();
  }

  private static double audible(float[] track) {
    int count = 0;
    for (float sample : track) {
      count += sample != 0 ? 1 : 0;
    }
    return (double) count / track.length;
  }

  @Test
  void everyRecordingIsHeardOnceInItsPlace() {
    Conversation made = PLAN.make(recordings(300), List.of("ann", "bob"), 3);
    Set<String> heard = new HashSet<>();
    float[][] tracks = new float[2][made.mixture().length];
    for (Conversation.Utterance utterance : made.utterances()) {
      Recording word = utterance.recording();
      assertEquals(made.speakers().get(utterance.speaker()), word.speaker());
      assertTrue(heard.add(word.speaker() + word.text() + " " + word.index()), "heard once");
      assertEquals(word.samples().length, utterance.frames());
      System.arraycopy(
          word.samples(), 0, tracks[utterance.speaker()], utterance.start(), utterance.frames());
    }
    assertArrayEquals(made.tracks(), tracks);
    for (int n = 0; n < made.mixture().length; n++) {
      assertEquals((float) ((double) tracks[0][n] + tracks[1][n]), made.mixture()[n]);
    }
  }

  @Test
  void turnsOverlapAsOftenAsIsWanted() {
    Recordings recordings = recordings(300);
    ConversationPlan never = new ConversationPlan(120, List.of(0.3, 0.3), 0, PLAN.loudness(), 0);
    ConversationPlan always = new ConversationPlan(120, List.of(0.3, 0.3), 1, PLAN.loudness(), 0);
    double often = 0;
    double sometimes = 0;
    for (int seed = 0; seed < 10; seed++) {
      List<String> pair = List.of("ann", "cleo");
      assertEquals(0, together(never.make(recordings, pair, seed)));
      sometimes += together(PLAN.make(recordings, pair, seed)) / 10;
      often += together(always.make(recordings, pair, seed)) / 10;
    }
    // Half of all neighbours are different speakers; always means twice as often as half the time.
    assertEquals(2, often / sometimes, 0.5);
    assertTrue(often > 0.05, "share of time with both: " + often);
  }

  private static double together(Conversation made) {
    int count = 0;
    for (int n = 0; n < made.mixture().length; n++) {
      count += made.tracks()[0][n] != 0 && made.tracks()[1][n] != 0 ? 1 : 0;
    }
    return (double) count / made.mixture().length;
  }

  @Test
  void aSeedIsAConversation() {
    Recordings recordings = recordings(200);
    ConversationPlan noisy = PLAN.withNoise(0.01);
    Conversation made = noisy.make(recordings, List.of("ann", "bob"), 5);
    assertArrayEquals(made.mixture(), noisy.make(recordings, List.of("ann", "bob"), 5).mixture());
    assertFalse(
        Arrays.equals(made.mixture(), noisy.make(recordings, List.of("ann", "bob"), 6).mixture()));
    double sum = 0;
    for (int n = 0; n < made.mixture().length; n++) {
      sum += Math.abs(made.mixture()[n] - made.tracks()[0][n] - made.tracks()[1][n]);
    }
    assertEquals(0.01, sum / made.mixture().length, 1e-4); // the scale of a Laplace distribution
  }

  @Test
  void loudnessCanBeEven() {
    Recordings recordings = recordings(300);
    List<String> pair = List.of("ann", "bob");
    Conversation recorded = PLAN.make(recordings, pair, 2);
    assertEquals(100, level(recorded, 0) / level(recorded, 1), 2);
    Conversation speakers = PLAN.with(Loudness.EVEN_SPEAKERS).make(recordings, pair, 2);
    assertEquals(1, level(speakers, 0) / level(speakers, 1), 0.02);
    Conversation words = PLAN.with(Loudness.EVEN_RECORDINGS).make(recordings, pair, 2);
    for (Conversation.Utterance utterance : words.utterances()) {
      double energy = utterance.recording().energy() / utterance.frames();
      assertEquals(0.05, Math.sqrt(energy), 1e-6);
    }
  }

  private static double level(Conversation made, int speaker) {
    double energy = 0;
    long frames = 0;
    for (Conversation.Utterance utterance : made.utterances()) {
      if (utterance.speaker() == speaker) {
        energy += utterance.recording().energy();
        frames += utterance.frames();
      }
    }
    return Math.sqrt(energy / frames);
  }

  @Test
  void shortPausesCanCountAsSpeech() {
    Recording word = new Recording("ann", "0", 0, new float[100]);
    List<Conversation.Utterance> utterances =
        List.of(
            new Conversation.Utterance(1, word, 150, 100),
            new Conversation.Utterance(0, word, 500, 100),
            new Conversation.Utterance(0, word, 0, 100),
            new Conversation.Utterance(0, word, 300, 100));
    Conversation made =
        new Conversation(
            List.of("ann", "bob"), RATE, new float[2][1000], new float[1000], utterances, 0);
    assertEquals(
        List.of(
            new SpeakerTurn("ann", 0, 0.1),
            new SpeakerTurn("bob", 0.15, 0.1),
            new SpeakerTurn("ann", 0.3, 0.1),
            new SpeakerTurn("ann", 0.5, 0.1)),
        made.turns(0));
    assertEquals(
        List.of(
            new SpeakerTurn("ann", 0, 0.1),
            new SpeakerTurn("bob", 0.15, 0.1),
            new SpeakerTurn("ann", 0.3, 0.3)),
        made.turns(0.1));
    assertSays(BAD, () -> made.turns(-1), "-1.0");
  }

  @Test
  void recordingsAreHeardAgainOnlyWhenThereAreTooFew() {
    Conversation made = PLAN.make(recordings(20), List.of("ann", "bob"), 3);
    assertTrue(made.reused() > 0);
    assertEquals(made.utterances().size() - 40, made.reused());
    assertEquals(0.27, made.activity(0), 0.01);
  }

  @Test
  void threeCanTalk() {
    ConversationPlan three =
        new ConversationPlan(60, List.of(0.2, 0.25, 0.3), 0.8, Loudness.EVEN_SPEAKERS, 0.001);
    Conversation made = three.make(recordings(300), List.of("cleo", "ann", "bob"), 8);
    for (int h = 0; h < 3; h++) {
      assertEquals(three.activity().get(h), made.activity(h), 0.02);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    Recordings recordings = recordings(100);
    List<String> pair = List.of("ann", "bob");
    ConversationPlan full = new ConversationPlan(60, List.of(0.6, 0.6), 0, PLAN.loudness(), 0);
    assertSays(BAD, () -> full.make(recordings, pair, 1), "at most 60.0 s", "overlap more often");
    assertSays(BAD, () -> PLAN.make(recordings, List.of("ann"), 1), "2 activities");
    assertSays(BAD, () -> PLAN.make(recordings, List.of("ann", "ann"), 1), "[ann, ann]");
    assertSays(BAD, () -> PLAN.make(recordings, List.of("ann", "eve"), 1), "'eve'", "bob");
    ConversationPlan brief = new ConversationPlan(0.5, List.of(0.1, 0.1), 0, PLAN.loudness(), 0);
    assertSays(BAD, () -> brief.make(recordings, pair, 1), "room for a recording of ann");
    Recordings silent =
        new Recordings(
            List.of(new Recording("ann", "0", 0, new float[500])), RATE, recordings.origin());
    ConversationPlan one = new ConversationPlan(60, List.of(0.3), 0, PLAN.loudness(), 0);
    assertSays(BAD, () -> one.make(silent, List.of("ann"), 1), "silence alone");
    assertSays(BAD, () -> new ConversationPlan(60, List.of(), 0, PLAN.loudness(), 0), "[]");
    assertSays(BAD, () -> new ConversationPlan(60, List.of(1.0), 0, PLAN.loudness(), 0), "[1.0]");
  }

  @Test
  void splitsShareNoRecording() {
    Recordings recordings = recordings(100);
    Recordings.Split split = recordings.split(0.3, 4);
    assertEquals(3 * 70, split.rest().all().size());
    assertEquals(3 * 30, split.held().all().size());
    Set<Recording> held = new HashSet<>(split.held().all());
    assertTrue(split.rest().all().stream().noneMatch(held::contains));
    for (String speaker : recordings.speakers()) {
      for (int digit = 0; digit < 10; digit++) {
        String text = Integer.toString(digit);
        long count =
            split.held().of(speaker).stream().filter(word -> word.text().equals(text)).count();
        assertEquals(3, count);
      }
    }
    assertEquals(split, recordings.split(0.3, 4));
    assertNotEquals(split, recordings.split(0.3, 5));
    assertSays(BAD, () -> recordings.split(0.01, 4), "both parts", "0.01");
    assertSays(BAD, () -> recordings.split(1, 4), "(0,1)");
  }

  @Test
  void silenceIsTrimmedToTenMilliseconds() {
    float[] samples = new float[400];
    Arrays.fill(samples, 104, 208, 1);
    samples[50] = 0.05f; // 36 dB below the loudest 10 ms in all: a click, not speech
    samples[300] = 0.2f; // 24 dB below: speech
    Recording trimmed = new Recording("ann", "0", 0, samples).trimmed(RATE);
    assertArrayEquals(Arrays.copyOfRange(samples, 100, 310), trimmed.samples());
    Recording silence = new Recording("ann", "0", 0, new float[50]);
    assertEquals(50, silence.trimmed(RATE).samples().length);
  }
}
