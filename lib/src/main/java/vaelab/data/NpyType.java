package vaelab.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/** Number types of {@code .npy} files that can be read, and how a value becomes a float. */
enum NpyType {
  FLOAT32(4),
  FLOAT64(8),
  UINT8(1),
  BOOL(1),
  INT32(4),
  INT64(8);

  private static final Map<String, NpyType> CODES =
      Map.of("f4", FLOAT32, "f8", FLOAT64, "u1", UINT8, "b1", BOOL, "i4", INT32, "i8", INT64);

  private final int bytes;

  NpyType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** The type of a NumPy code such as {@code <f4}; little endian, big endian or neither. */
  static NpyType of(Path file, String code) throws BadDataException {
    NpyType type = code.matches("[<>|=].*") ? CODES.get(code.substring(1)) : null;
    if (type == null) {
      throw BadDataException.of(
          file,
          "float32, float64, uint8, bool, int32 or int64",
          "'" + code + "'",
          "Convert it with a.astype('float32') before numpy.save");
    }
    return type;
  }

  /** The byte order of a NumPy code; numpy.save never writes the ambiguous '='. */
  static ByteOrder order(String code) {
    return code.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /** The next value. Whole numbers beyond 2^24 may not survive; {@link #exact} tells. */
  float next(ByteBuffer in) {
    return switch (this) {
      case FLOAT32 -> in.getFloat();
      case FLOAT64 -> (float) in.getDouble();
      case UINT8 -> Byte.toUnsignedInt(in.get());
      case BOOL -> in.get() == 0 ? 0f : 1f;
      case INT32 -> exact(in.getInt());
      case INT64 -> exact(in.getLong());
    };
  }

  private static float exact(long value) {
    float rounded = (float) value;
    // 2^63 as a float casts back to Long.MAX_VALUE, so that this one value would slip through.
    if ((long) rounded != value || value == Long.MAX_VALUE) {
      throw new ArithmeticException(Long.toString(value));
    }
    return rounded;
  }
}
