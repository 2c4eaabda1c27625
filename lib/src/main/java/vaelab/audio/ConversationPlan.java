package vaelab.audio;

import java.util.List;
import vaelab.data.Draws;

/**
 * What a made conversation is to be like.
 *
 * @param seconds its length, more than 0
 * @param activity for each speaker the share of time in turns, their short pauses included, each in
 *     (0,1); met to the nearest whole recording. It is what {@link Conversation#activity} measures
 * @param overlap probability in [0,1] that a turn which follows another speaker's begins before
 *     that has ended
 * @param loudness how loud recordings are
 * @param noise scale b of the background, Laplace(0, b) on every sample of the mixture, at least 0;
 *     the paper fills silence with 0.0008
 */
public record ConversationPlan(
    double seconds, List<Double> activity, double overlap, Loudness loudness, double noise) {
  /** Longest pause in seconds within a turn: a reference that joins turns closes such pauses. */
  public static final double LONGEST_PAUSE = 0.3;

  /** The paper's training recording: 358 s, two speakers who speak 30 and 37 % of the time. */
  public static final ConversationPlan PAPER_TRAIN =
      new ConversationPlan(358, List.of(0.30, 0.37), 0.5, Loudness.AS_RECORDED, 0.0008);

  /** The paper's test recording: 120 s, 27 and 36 %. */
  public static final ConversationPlan PAPER_TEST =
      new ConversationPlan(120, List.of(0.27, 0.36), 0.5, Loudness.AS_RECORDED, 0.0008);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ConversationPlan {
    activity = List.copyOf(activity);
    boolean sane = seconds > 0 && seconds < 86_400 && overlap >= 0 && overlap <= 1;
    sane &= noise >= 0 && noise < 1 && !activity.isEmpty();
    if (!sane || !activity.stream().allMatch(share -> share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          ("Expected a length of 0 to 86400 s, activities in (0,1), a probability of overlap in"
                  + " [0,1] and noise of 0 to 1, found %s s, %s, %s and %s.")
              .formatted(seconds, activity, overlap, noise));
    }
  }

  /**
   * This plan with other loudness.
   *
   * @param other how loud recordings are
   * @return the plan
   */
  public ConversationPlan with(Loudness other) {
    return new ConversationPlan(seconds, activity, overlap, other, noise);
  }

  /**
   * This plan with another background.
   *
   * @param other scale of the noise
   * @return the plan
   */
  public ConversationPlan withNoise(double other) {
    return new ConversationPlan(seconds, activity, overlap, loudness, other);
  }

  /**
   * Makes a conversation.
   *
   * @param recordings what the speakers say
   * @param speakers who takes part, one for each activity, all different
   * @param seed the same seed gives the same conversation
   * @return the conversation
   * @throws IllegalArgumentException if speakers and activities do not fit, a speaker has no
   *     recording with sound, or so much speech has no room
   */
  public Conversation make(Recordings recordings, List<String> speakers, long seed) {
    if (speakers.size() != activity.size()
        || speakers.stream().distinct().count() != speakers.size()) {
      throw new IllegalArgumentException(
          "Expected different speakers with an activity each, found %d speakers, %s, and %d activities, %s."
              .formatted(speakers.size(), speakers, activity.size(), activity));
    }
    return new ConversationMaker(this, recordings, speakers, Draws.seeded(seed)).make();
  }
}
