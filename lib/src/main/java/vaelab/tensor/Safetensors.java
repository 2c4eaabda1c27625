package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import vaelab.data.AtomicFiles;
import vaelab.data.IOConsumer;

/**
 * The safetensors format: named tensors and text metadata in one file that any language reads.
 *
 * <p>Layout (huggingface/safetensors): the length of the header as 8 bytes little-endian, the
 * header as JSON ({@code name: {dtype, shape, data_offsets}}, metadata under {@code __metadata__}),
 * then the values, row-major, little-endian. Files are written to a temporary name and moved, so
 * that a crash leaves the old file whole, and carry a checksum ({@link FileChecksum}).
 */
public final class Safetensors {
  private static final String METADATA = "__metadata__";
  private static final long MAX_HEADER = 100_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param metadata text by key
   * @param tensors tensors by name, in file order, owned by the manager they were read with
   */
  public record Contents(Map<String, String> metadata, Map<String, NDArray> tensors) {}

  /**
   * Writes a file, replacing an older one in one step.
   *
   * @param file target
   * @param metadata text by key
   * @param tensors float32 or float64 tensors by name
   * @throws IOException if the file cannot be written; the old one then stays
   */
  public static void write(Path file, Map<String, String> metadata, Map<String, NDArray> tensors)
      throws IOException {
    FileChecksum checksum = new FileChecksum(header(metadata, tensors));
    for (NDArray array : tensors.values()) {
      values(array, checksum::add);
    }
    byte[] header = checksum.sealedHeader();
    AtomicFiles.write(file, out -> write(out, header, tensors));
  }

  private static byte[] header(Map<String, String> metadata, Map<String, NDArray> tensors) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode meta = root.putObject(METADATA);
    metadata.forEach(meta::put);
    meta.put(FileChecksum.KEY, FileChecksum.BLANK);
    long offset = 0;
    for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
      NDArray array = entry.getValue();
      ObjectNode node = root.putObject(entry.getKey());
      node.put("dtype", name(entry.getKey(), array.getDataType()));
      var shape = node.putArray("shape");
      for (long size : array.getShape().getShape()) {
        shape.add(size);
      }
      long end = offset + array.size() * array.getDataType().getNumOfBytes();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    // Trailing spaces align the values to eight bytes, as the format recommends.
    String text = root.toString();
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return (text + " ".repeat((8 - length % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(OutputStream out, byte[] header, Map<String, NDArray> tensors)
      throws IOException {
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    WritableByteChannel channel = Channels.newChannel(out);
    for (NDArray array : tensors.values()) {
      values(
          array,
          values -> {
            while (values.hasRemaining()) {
              channel.write(values);
            }
          });
    }
  }

  /**
   * Lends the values of a tensor. Those on a GPU are copied to the host for it, and the engine
   * leaves the copy with the tensor's manager, which lives as long as the model: hence the scope.
   */
  private static void values(NDArray array, IOConsumer<ByteBuffer> use) throws IOException {
    if (!array.getDevice().isGpu()) {
      use.accept(array.toByteBuffer(true));
      return;
    }
    try (NDManager scope = array.getManager().newSubManager()) {
      scope.tempAttachAll(array);
      use.accept(array.toByteBuffer(true));
    }
  }

  /**
   * Reads a file.
   *
   * @param file source
   * @param manager owner of the tensors, on whose device they are created
   * @return its contents
   * @throws IOException if the file cannot be read or is no whole safetensors file; the message
   *     says what is wrong
   */
  public static Contents read(Path file, NDManager manager) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      byte[] header = readHeader(file, channel);
      JsonNode root = parse(file, header);
      FileChecksum checksum = new FileChecksum(header);
      long start = channel.position();
      long available = channel.size() - start;
      Map<String, String> metadata = new LinkedHashMap<>();
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      for (var fields = root.fields(); fields.hasNext(); ) {
        var field = fields.next();
        if (field.getKey().equals(METADATA)) {
          field
              .getValue()
              .fields()
              .forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().asText()));
        } else {
          tensors.put(
              field.getKey(),
              read(file, channel, start, field.getKey(), field.getValue(), checksum, manager));
        }
      }
      if (checksum.values() != available) {
        throw damaged(file, checksum.values() + " bytes of values", available + "");
      }
      if (!checksum.holds()) {
        throw damaged(file, "checksum " + checksum.stated(), checksum.found() + ", it was altered");
      }
      metadata.remove(FileChecksum.KEY);
      return new Contents(metadata, tensors);
    }
  }

  private static byte[] readHeader(Path file, FileChannel channel) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    fill(channel, prefix);
    long length = prefix.position() < 8 ? -1 : prefix.getLong(0);
    if (length < 2 || length > MAX_HEADER || length > channel.size() - 8) {
      throw damaged(file, "a header that fits the file", "header length " + length);
    }
    ByteBuffer header = ByteBuffer.allocate((int) length);
    fill(channel, header);
    return header.array();
  }

  private static JsonNode parse(Path file, byte[] header) throws IOException {
    try {
      JsonNode root = JSON.readTree(header);
      if (!root.isObject()) {
        throw damaged(file, "a JSON object as header", root.getNodeType() + "");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw damaged(file, "a JSON header", e.getOriginalMessage());
    }
  }

  private static NDArray read(
      Path file,
      FileChannel channel,
      long start,
      String name,
      JsonNode node,
      FileChecksum checksum,
      NDManager manager)
      throws IOException {
    long available = channel.size() - start;
    long from = node.path("data_offsets").path(0).asLong(-1);
    long until = node.path("data_offsets").path(1).asLong(-1);
    DataType type = type(file, name, node.path("dtype").asText());
    Shape shape = shape(file, name, node.path("shape"), available);
    long bytes = until - from;
    if (from < 0 || until > available || bytes != shape.size() * type.getNumOfBytes()) {
      throw damaged(
          file,
          "%d bytes for %s of shape %s".formatted(shape.size() * type.getNumOfBytes(), name, shape),
          "bytes %d to %d of %d".formatted(from, until, available));
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IOException(
          "Expected less than 2 GiB for %s in %s, found %d bytes, more than a buffer holds; split the tensor."
              .formatted(name, file, bytes));
    }
    ByteBuffer values = manager.allocateDirect((int) bytes);
    channel.position(start + from);
    fill(channel, values);
    if (values.hasRemaining()) {
      throw damaged(file, bytes + " bytes for " + name, values.position() + " bytes");
    }
    values.flip();
    checksum.add(values);
    return manager.create(values, shape, type);
  }

  /** Sizes whose product is at most the bytes there are, so that no later product can overflow. */
  private static Shape shape(Path file, String name, JsonNode node, long available)
      throws IOException {
    long[] sizes = new long[node.size()];
    double product = 1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = node.get(i).asLong(-1);
      product *= sizes[i];
      if (sizes[i] < 0 || product > available) {
        throw damaged(file, "a shape for %s that fits the file".formatted(name), node.toString());
      }
    }
    return new Shape(sizes);
  }

  private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // read on
    }
  }

  private static String name(String tensor, DataType type) {
    return switch (type) {
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
      default ->
          throw new IllegalArgumentException(
              "Expected float32 or float64 for %s, found %s.".formatted(tensor, type));
    };
  }

  private static DataType type(Path file, String tensor, String name) throws IOException {
    return switch (name) {
      case "F32" -> DataType.FLOAT32;
      case "F64" -> DataType.FLOAT64;
      default -> throw damaged(file, "F32 or F64 for " + tensor, "type " + name);
    };
  }

  private static IOException damaged(Path file, String expected, String found) {
    return new IOException(
        "%s is damaged or no safetensors file: expected %s, found %s; restore the file or train again."
            .formatted(file, expected, found));
  }
}
