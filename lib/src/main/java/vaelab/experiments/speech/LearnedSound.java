package vaelab.experiments.speech;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import vaelab.audio.SampleSource;
import vaelab.data.BadDataException;
import vaelab.diarization.Span;
import vaelab.diarization.Timeline;

/** Sound that a training learns from, whole in memory. */
final class LearnedSound {
  /** Most samples a second that are looked at: speech has little above 8 kHz. */
  private static final int HIGHEST_RATE = 16_000;

  private static final double LONGEST = 7200; // seconds: rows of a training are all in memory

  private LearnedSound() {}

  /** The rate to learn at from a file: its own, if that is not needlessly high. */
  static int rate(Path mixture) throws IOException {
    try (SampleSource source = SampleSource.open(mixture)) {
      return Math.min(HIGHEST_RATE, source.rate());
    }
  }

  /** The samples within a timeline, one after the other. */
  static float[] cut(float[] samples, int rate, Timeline timeline) {
    float[] cut = new float[samples.length];
    int count = 0;
    for (Span span : timeline.spans()) {
      int from = (int) Math.min(samples.length, Math.round(span.start() * rate));
      int to = (int) Math.min(samples.length, Math.round(span.end() * rate));
      System.arraycopy(samples, from, cut, count, to - from);
      count += to - from;
    }
    return Arrays.copyOf(cut, count);
  }

  /** All samples of a file; too many, or none but zeros, are refused. */
  static float[] read(Path file, int rate) throws IOException {
    try (SampleSource source = SampleSource.open(file).at(rate)) {
      if (source.frames() > LONGEST * rate) {
        throw BadDataException.of(
            file,
            "at most two hours to learn from",
            "%.0f s".formatted((double) source.frames() / rate),
            "Take a part of it");
      }
      float[] samples = new float[(int) source.frames()];
      int count = 0;
      for (int n = source.read(samples, 0, samples.length); n > 0; ) {
        count += n;
        n = count < samples.length ? source.read(samples, count, samples.length - count) : 0;
      }
      boolean silent = true;
      for (float sample : samples) {
        silent &= sample == 0;
      }
      if (silent) {
        throw BadDataException.of(file, "speech", "silence alone", "Give another recording");
      }
      return samples;
    }
  }
}
