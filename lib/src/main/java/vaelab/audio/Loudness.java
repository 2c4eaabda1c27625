package vaelab.audio;

/** How loud recordings are in a conversation. */
public enum Loudness {
  /** As they were recorded. */
  AS_RECORDED,
  /** One gain a speaker: all recordings of each speaker together are equally loud. */
  EVEN_SPEAKERS,
  /** One gain a recording: each is equally loud. */
  EVEN_RECORDINGS
}
