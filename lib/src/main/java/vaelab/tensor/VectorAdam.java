package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adam in one pass over the tensors' own memory.
 *
 * <p>The update is bound by memory: as tensor operations it moves each of w, g, m and v several
 * times, here each is read once and w, m, v written once. The work is cut into pieces of equal
 * size, so that the cores share the large matrices too.
 */
final class VectorAdam extends Adam {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int PIECE = 1 << 16;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /**
   * Starts with zero moments.
   *
   * @throws IllegalArgumentException if a parameter cannot be written in place: its bytes would be
   *     those of a copy, and no step would ever arrive
   */
  VectorAdam(NDManager manager, Map<String, Parameter> parameters) {
    super(manager, parameters);
    parameters.forEach(
        (name, parameter) -> {
          if (!HostMemory.isInPlace(parameter.getArray())) {
            throw new IllegalArgumentException(
                "Expected parameters in float32 on the CPU without strides, found %s of %s; let Adam.create choose the implementation."
                    .formatted(name, parameter.getArray()));
          }
        });
  }

  private record Piece(
      ByteBuffer w, ByteBuffer g, ByteBuffer m, ByteBuffer v, int from, int until) {}

  @Override
  void update(Map<String, NDArray> gradients, double rate, double rootCorrection) {
    List<Piece> pieces = new ArrayList<>();
    gradients.forEach(
        (name, gradient) -> {
          Slot slot = slots.get(name);
          ByteBuffer w = HostMemory.bytes(slot.parameter().getArray());
          ByteBuffer g = HostMemory.bytes(gradient);
          ByteBuffer m = HostMemory.bytes(slot.m());
          ByteBuffer v = HostMemory.bytes(slot.v());
          int size = Math.toIntExact(gradient.size());
          for (int from = 0; from < size; from += PIECE) {
            pieces.add(new Piece(w, g, m, v, from, Math.min(size, from + PIECE)));
          }
        });
    // A worker's core is all it has; the others have parts of their own.
    Stream<Piece> dealt = Workers.isWorker() ? pieces.stream() : pieces.parallelStream();
    dealt.forEach(piece -> update(piece, (float) rate, (float) rootCorrection));
  }

  private static void update(Piece p, float rate, float rootCorrection) {
    ByteBuffer wb = p.w();
    ByteBuffer gb = p.g();
    ByteBuffer mb = p.m();
    ByteBuffer vb = p.v();
    float decay1 = (float) BETA1;
    float decay2 = (float) BETA2;
    float take1 = (float) (1 - BETA1);
    float take2 = (float) (1 - BETA2);
    float epsilon = (float) EPSILON;
    int i = p.from();
    for (; i + LANES <= p.until(); i += LANES) {
      int at = i * Float.BYTES;
      FloatVector g = FloatVector.fromByteBuffer(SPECIES, gb, at, ORDER);
      FloatVector m =
          FloatVector.fromByteBuffer(SPECIES, mb, at, ORDER).mul(decay1).add(g.mul(take1));
      FloatVector v =
          FloatVector.fromByteBuffer(SPECIES, vb, at, ORDER).mul(decay2).add(g.mul(g).mul(take2));
      FloatVector change = m.mul(rate).div(v.sqrt().div(rootCorrection).add(epsilon));
      m.intoByteBuffer(mb, at, ORDER);
      v.intoByteBuffer(vb, at, ORDER);
      FloatVector.fromByteBuffer(SPECIES, wb, at, ORDER).sub(change).intoByteBuffer(wb, at, ORDER);
    }
    for (; i < p.until(); i++) {
      int at = i * Float.BYTES;
      float g = gb.getFloat(at);
      float m = mb.getFloat(at) * decay1 + g * take1;
      float v = vb.getFloat(at) * decay2 + g * g * take2;
      mb.putFloat(at, m);
      vb.putFloat(at, v);
      float change = m * rate / ((float) Math.sqrt(v) / rootCorrection + epsilon);
      wb.putFloat(at, wb.getFloat(at) - change);
    }
  }
}
