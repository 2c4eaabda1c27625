package vaelab.notebook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * A sound that can be played inside a notebook, which carries it along.
 *
 * @param caption what is heard, plain text
 * @param samples one channel, full scale [-1,1]; louder sound is made softer as a whole
 * @param rate samples a second
 */
public record Player(String caption, float[] samples, int rate) {
  private static final double FULL = 32_767;

  /** The sound as a WAV file of 16 bits. */
  byte[] wav() {
    double loudest = 1;
    for (float sample : samples) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    byte[] bytes = new byte[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      int value = (int) Math.rint(samples[i] / loudest * FULL);
      bytes[2 * i] = (byte) value;
      bytes[2 * i + 1] = (byte) (value >> 8);
    }
    AudioFormat format = new AudioFormat(rate, 16, 1, true, false);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      AudioSystem.write(
          new AudioInputStream(new ByteArrayInputStream(bytes), format, samples.length),
          AudioFileFormat.Type.WAVE,
          out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return out.toByteArray();
  }

  /** The player as HTML. */
  String html() {
    return "<div style=\"margin:0.4em 0\">"
        + Renderings.escape(caption)
        + "<br/><audio controls=\"controls\" src=\"data:audio/wav;base64,"
        + Base64.getEncoder().encodeToString(wav())
        + "\"></audio></div>";
  }
}
