package vaelab.audio;

import java.nio.ByteBuffer;

/** How a WAV file stores a sample. Whole numbers are scaled by 2^(bits - 1) to [-1,1). */
public enum SampleType {
  /** 8 bits, unsigned, 128 is silence. */
  PCM_8(1, false),
  /** 16 bits, what most recordings are. */
  PCM_16(2, false),
  /** 24 bits; a float holds them exactly. */
  PCM_24(3, false),
  /** 32 bits; read into a float, the lowest 8 are rounded. */
  PCM_32(4, false),
  /** IEEE float of 32 bits: what is written is read again, bit for bit. */
  FLOAT_32(4, true),
  /** IEEE float of 64 bits. */
  FLOAT_64(8, true);

  private final int bytes;
  private final boolean real;

  SampleType(int bytes, boolean real) {
    this.bytes = bytes;
    this.real = real;
  }

  /**
   * Size of a sample.
   *
   * @return 1 to 8
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Whether samples are stored as floating-point numbers.
   *
   * @return true for {@link #FLOAT_32} and {@link #FLOAT_64}
   */
  public boolean isFloat() {
    return real;
  }

  /** Reads one sample from a little-endian buffer. */
  float next(ByteBuffer in) {
    return switch (this) {
      case PCM_8 -> ((in.get() & 0xFF) - 128) * 0x1p-7f;
      case PCM_16 -> in.getShort() * 0x1p-15f;
      case PCM_24 -> ((in.getShort() & 0xFFFF) | in.get() << 16) * 0x1p-23f;
      case PCM_32 -> in.getInt() * 0x1p-31f;
      case FLOAT_32 -> in.getFloat();
      case FLOAT_64 -> (float) in.getDouble();
    };
  }

  /**
   * Writes one sample to a little-endian buffer, whole numbers rounded to the nearest.
   *
   * @return false if the sample was beyond full scale and had to be clipped
   */
  boolean put(ByteBuffer out, float sample) {
    if (real) {
      if (this == FLOAT_32) {
        out.putFloat(sample);
      } else {
        out.putDouble(sample);
      }
      return true;
    }
    double scale = 1L << (8 * bytes - 1);
    double rounded = Math.rint(sample * scale);
    double clipped = Math.max(-scale, Math.min(scale - 1, rounded));
    int value = (int) clipped;
    switch (this) {
      case PCM_8 -> out.put((byte) (value + 128));
      case PCM_16 -> out.putShort((short) value);
      case PCM_24 -> out.putShort((short) value).put((byte) (value >> 16));
      default -> out.putInt(value);
    }
    return rounded == clipped;
  }
}
