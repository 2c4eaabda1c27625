package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file format, byte by byte, and every way in which a file can be broken. */
class SafetensorsTest {
  @TempDir Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private Path file(String header, byte... values) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return file(text.length, text, values);
  }

  private Path file(long length, byte[] header, byte... values) throws IOException {
    ByteBuffer all = ByteBuffer.allocate(8 + header.length + values.length);
    all.order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(header).put(values);
    return Files.write(folder.resolve("made.safetensors"), all.array());
  }

  @Test
  void writesTheGoldenBytes() throws IOException {
    Path file = folder.resolve("golden.safetensors");
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put("a", manager.create(new float[] {1, -2.5f}, new Shape(1, 2)));
    tensors.put("b", manager.create(new double[] {0.1}));
    Safetensors.write(file, Map.of("k", "v"), tensors);
    String header =
        "{\"__metadata__\":{\"k\":\"v\",\"crc32c\":\"00000000\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}";
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer golden = ByteBuffer.allocate(8 + padded + 16).order(ByteOrder.LITTLE_ENDIAN);
    golden.putLong(padded).put(header.getBytes(StandardCharsets.UTF_8));
    while (golden.position() < 8 + padded) {
      golden.put((byte) ' ');
    }
    golden.putFloat(1).putFloat(-2.5f).putDouble(0.1);
    // The checksum is that of header and values with zeros in its own place.
    CRC32C sum = new CRC32C();
    sum.update(golden.array(), 8, padded + 16);
    String digits = "%08x".formatted(sum.getValue());
    golden.put(8 + header.indexOf("00000000"), digits.getBytes(StandardCharsets.UTF_8));
    assertArrayEquals(golden.array(), Files.readAllBytes(file));
  }

  @Test
  void everyAlteredBitIsNoticed() throws IOException {
    Path file = folder.resolve("altered.safetensors");
    Map<String, NDArray> tensors = Map.of("a", manager.create(new float[] {1, 2, 3}));
    Safetensors.write(file, Map.of("k", "v"), tensors);
    byte[] bytes = Files.readAllBytes(file);
    int key = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("crc32c");
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      if (bit / 8 >= key && bit / 8 < key + "crc32c".length()) {
        continue; // without its name there is no checksum, as in files of other programs
      }
      byte[] altered = bytes.clone();
      altered[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, altered);
      assertThrows(IOException.class, () -> Safetensors.read(file, manager), "bit " + bit);
    }
  }

  @Test
  void everyBitSurvives() throws IOException {
    Path file = folder.resolve("round.safetensors");
    float[] floats = {0f, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, 1 / 3f};
    double[] doubles = {Math.PI, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("text", "umlauts äöü, quotes \" and \\, a line\nbreak");
    metadata.put("empty", "");
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put("z.last", manager.create(floats, new Shape(2, 3)));
    tensors.put("a.first", manager.create(doubles, new Shape(3, 1, 1)));
    tensors.put("scalar", manager.create(7f));
    tensors.put("turned", manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2)).transpose());
    Safetensors.write(file, metadata, tensors);
    Safetensors.Contents read = Safetensors.read(file, manager);
    assertEquals(metadata, read.metadata());
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.tensors().keySet()));
    assertArrayEquals(floats, read.tensors().get("z.last").toFloatArray());
    assertEquals(new Shape(2, 3), read.tensors().get("z.last").getShape());
    assertEquals(
        Float.floatToRawIntBits(-0f),
        Float.floatToRawIntBits(read.tensors().get("z.last").toFloatArray()[1]));
    assertArrayEquals(doubles, read.tensors().get("a.first").toDoubleArray());
    assertEquals(DataType.FLOAT64, read.tensors().get("a.first").getDataType());
    assertEquals(new Shape(), read.tensors().get("scalar").getShape());
    assertArrayEquals(new float[] {1, 3, 2, 4}, read.tensors().get("turned").toFloatArray());
  }

  @Test
  void readsTensorsInAnyOrderOfTheirBytes() throws IOException {
    String header =
        "{\"late\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
            + "\"early\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    Path file = file(header, new byte[] {0, 0, (byte) 0x80, 0x3F, 0, 0, 0, 0x40});
    Safetensors.Contents read = Safetensors.read(file, manager);
    assertEquals(2f, read.tensors().get("late").getFloat(0));
    assertEquals(1f, read.tensors().get("early").getFloat(0));
    assertTrue(read.metadata().isEmpty());
  }

  @Test
  void everyTruncationIsNoticed() throws IOException {
    Path file = folder.resolve("whole.safetensors");
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put("w", manager.create(new float[] {1, 2, 3}));
    Safetensors.write(file, Map.of(), tensors);
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      IOException e = assertThrows(IOException.class, () -> Safetensors.read(cut, manager));
      assertTrue(e.getMessage().contains("cut.safetensors is damaged"), e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", // too few bytes
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", // too many
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", // past the end
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", // before the start
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", // backwards
        "{\"w\":{\"dtype\":\"I32\",\"shape\":[2],\"data_offsets\":[0,8]}}", // another type
        "{\"w\":{\"shape\":[2],\"data_offsets\":[0,8]}}", // no type
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]}}", // no place
        "{\"w\":5}", // no description
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[2]", // no JSON
      })
  void lyingHeadersAreRefused(String header) throws IOException {
    Path file = file(header, new byte[8]);
    IOException e = assertThrows(IOException.class, () -> Safetensors.read(file, manager));
    assertTrue(e.getMessage().contains("made.safetensors"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[-1,-2],\"data_offsets\":[0,8]}}",
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
        "[1, 2]",
        "        ",
      })
  void shapesThatCannotBeAreRefused(String header) throws IOException {
    Path file = file(header, new byte[8]);
    IOException e = assertThrows(IOException.class, () -> Safetensors.read(file, manager));
    assertTrue(e.getMessage().contains("made.safetensors"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 100_000_001, Long.MAX_VALUE, 21})
  void headerLengthsThatCannotBeAreRefused(long length) throws IOException {
    Path file = file(length, "{}".getBytes(StandardCharsets.UTF_8), new byte[8]);
    IOException e = assertThrows(IOException.class, () -> Safetensors.read(file, manager));
    assertTrue(e.getMessage().contains("header"), e.getMessage());
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("kept.safetensors");
    Map<String, NDArray> good = Map.of("w", manager.create(new float[] {1}));
    Safetensors.write(file, Map.of(), good);
    byte[] before = Files.readAllBytes(file);
    for (NDArray bad : List.of(manager.create(new int[] {1}), readableOnce())) {
      Map<String, NDArray> tensors = Map.of("w", bad);
      assertThrows(RuntimeException.class, () -> Safetensors.write(file, Map.of(), tensors));
      assertArrayEquals(before, Files.readAllBytes(file));
      try (var files = Files.list(folder)) {
        assertEquals(List.of(file), files.toList(), "nothing half written");
      }
    }
  }

  /** A tensor whose values are there for the checksum, and gone when they are to be written. */
  private NDArray readableOnce() {
    AtomicInteger reads = new AtomicInteger();
    return array(
        (method, whole) -> {
          if (method.equals("toByteBuffer") && reads.incrementAndGet() > 1) {
            throw new IllegalStateException("no values any more");
          }
          return null;
        });
  }

  /** A tensor of three values, some methods of which give something else than {@code null}. */
  private NDArray array(BiFunction<String, Object[], Object> methods) {
    NDArray real = manager.create(new float[] {1, 2, 3});
    return (NDArray)
        Proxy.newProxyInstance(
            NDArray.class.getClassLoader(),
            new Class<?>[] {NDArray.class},
            (proxy, method, arguments) -> {
              Object own = methods.apply(method.getName(), arguments);
              return own != null ? own : method.invoke(real, arguments);
            });
  }

  /** The engine leaves its copy with the tensor's manager, so that has to be one of the write's. */
  @Test
  void valuesOnAGpuAreCopiedIntoAScopeThatIsClosed() throws IOException {
    List<NDManager> scopes = new ArrayList<>();
    NDArray elsewhere =
        array(
            (method, arguments) -> {
              switch (method) {
                case "getDevice":
                  return Device.gpu();
                case "tempAttach":
                  scopes.add((NDManager) arguments[0]);
                  return method;
                case "toByteBuffer":
                  assertTrue(scopes.get(scopes.size() - 1).isOpen(), "open while it is read");
                  return null;
                default:
                  return null;
              }
            });
    Path file = folder.resolve("gpu.safetensors");
    Safetensors.write(file, Map.of(), Map.of("w", elsewhere));
    assertEquals(2, scopes.size(), "once for the checksum, once for the file");
    for (NDManager scope : scopes) {
      assertNotSame(manager, scope);
      assertFalse(scope.isOpen());
    }
    assertArrayEquals(
        new float[] {1, 2, 3}, Safetensors.read(file, manager).tensors().get("w").toFloatArray());
  }

  /** A file with a hole: it takes no room on the disk. */
  @Test
  void tensorsThatNoBufferHoldsAreRefused() throws IOException {
    long bytes = 4L << 29;
    String header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(bytes / 4, bytes);
    Path file = file(header);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), channel.size() + bytes - 1);
    }
    assertSays(
        IOException.class,
        () -> Safetensors.read(file, manager),
        "made.safetensors",
        "2 GiB for w",
        bytes + "");
  }

  @Test
  void aMissingFileIsNamed() {
    Path none = folder.resolve("none.safetensors");
    IOException e = assertThrows(NoSuchFileException.class, () -> Safetensors.read(none, manager));
    assertTrue(e.getMessage().contains("none.safetensors"));
  }
}
