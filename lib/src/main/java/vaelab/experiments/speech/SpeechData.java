package vaelab.experiments.speech;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.audio.Conversation;
import vaelab.audio.ConversationPlan;
import vaelab.audio.Recordings;

/**
 * What the experiment on conversations learns from and is tested on.
 *
 * <p>A share of every speaker's recordings is set aside for tests. Of the rest are made one
 * enrolment a speaker, the speaker alone, and one training conversation a pair, whose labels nobody
 * looks at.
 */
final class SpeechData {
  /** Share of the time with speech in an enrolment: that of the paper's second speaker. */
  private static final double ENROLMENT_ACTIVITY = 0.37;

  private final Recordings train;
  private final Recordings test;
  private final WhoSpeaksWhenConfig config;
  private final Map<String, float[]> enrolments = new LinkedHashMap<>();
  private final Map<List<String>, Conversation> conversations = new LinkedHashMap<>();

  SpeechData(Recordings recordings, WhoSpeaksWhenConfig config) {
    this.config = config;
    Recordings.Split split = recordings.split(config.testShare(), config.seed());
    train = split.rest();
    test = split.held();
    for (List<String> pair : pairs(recordings.speakers(), config.pairs())) {
      conversations.put(
          pair, longer(ConversationPlan.PAPER_TRAIN).make(train, pair, config.seed()));
    }
    for (String speaker : speakers()) {
      ConversationPlan alone =
          new ConversationPlan(
              config.seconds(),
              List.of(ENROLMENT_ACTIVITY),
              0,
              ConversationPlan.PAPER_TRAIN.loudness(),
              ConversationPlan.PAPER_TRAIN.noise());
      enrolments.put(speaker, alone.make(train, List.of(speaker), config.seed() + 1).mixture());
    }
  }

  private ConversationPlan longer(ConversationPlan plan) {
    return new ConversationPlan(
        config.seconds(), plan.activity(), plan.overlap(), plan.loudness(), plan.noise());
  }

  private static List<List<String>> pairs(List<String> speakers, int most) {
    List<List<String>> pairs = new ArrayList<>();
    for (int distance = 1; distance < speakers.size(); distance++) {
      for (int i = 0; i + distance < speakers.size(); i++) {
        pairs.add(List.of(speakers.get(i), speakers.get(i + distance)));
      }
    }
    return pairs.subList(0, Math.min(most, pairs.size()));
  }

  /** Pairs of speakers. */
  List<List<String>> pairs() {
    return List.copyOf(conversations.keySet());
  }

  /** Everybody who is in a pair. */
  List<String> speakers() {
    return conversations.keySet().stream().flatMap(List::stream).distinct().sorted().toList();
  }

  /** A speaker alone. */
  float[] enrolment(String speaker) {
    return enrolments.get(speaker);
  }

  /** The training conversation of a pair. */
  Conversation conversation(List<String> pair) {
    return conversations.get(pair);
  }

  /** Test conversations of a pair. */
  List<Conversation> tests(List<String> pair) {
    double seconds = Math.min(config.seconds(), ConversationPlan.PAPER_TEST.seconds());
    ConversationPlan plan =
        new ConversationPlan(
            seconds,
            ConversationPlan.PAPER_TEST.activity(),
            ConversationPlan.PAPER_TEST.overlap(),
            ConversationPlan.PAPER_TEST.loudness(),
            ConversationPlan.PAPER_TEST.noise());
    List<Conversation> tests = new ArrayList<>();
    for (int i = 0; i < config.conversations(); i++) {
      tests.add(plan.make(test, pair, config.seed() + 100 + i));
    }
    return tests;
  }
}
