package vaelab.basis;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * One block of RefineNet: brings one or two inputs together. Residual convolution units on each
 * input, fusion by a sum at the size of the first, chained pooling, and further residual units.
 */
final class RefineBlock {
  private final List<Layer> inputs = new ArrayList<>();
  private final Layer output;

  /**
   * A block with a single input.
   *
   * @param parts makes the layers
   * @param channels channels of input and output
   */
  RefineBlock(ScoreLayers parts, int channels) {
    inputs.add(parts.in("adapt0").residualUnits(2, channels));
    output = Layer.chain(parts.in("pooling").chainedPooling(channels), tail(parts, channels, 1));
  }

  /**
   * A block that fuses two inputs of the same number of channels.
   *
   * @param parts makes the layers
   * @param in channels of both inputs
   * @param out channels of the output
   * @param enlarge brings the second input to the size of the first; {@code null} where it has it
   * @param units residual units at the end
   */
  RefineBlock(ScoreLayers parts, int in, int out, Layer enlarge, int units) {
    inputs.add(
        Layer.chain(
            parts.in("adapt0").residualUnits(2, in), parts.in("fusion0").normThenConv(in, out)));
    Layer second =
        Layer.chain(
            parts.in("adapt1").residualUnits(2, in), parts.in("fusion1").normThenConv(in, out));
    inputs.add(enlarge == null ? second : Layer.chain(second, enlarge));
    output = Layer.chain(parts.in("pooling").chainedPooling(out), tail(parts, out, units));
  }

  private static Layer tail(ScoreLayers parts, int channels, int units) {
    return parts.in("output").residualUnits(units, channels);
  }

  /**
   * Applies the block and closes its inputs.
   *
   * @param pass parameters and noise levels
   * @param x as many inputs as the block has
   * @return images of the size of the first input
   */
  NDArray forward(Layer.Pass pass, NDArray... x) {
    NDArray sum = null;
    for (int i = 0; i < x.length; i++) {
      NDArray part = inputs.get(i).forward(pass, x[i]);
      x[i].close();
      if (sum == null) {
        sum = part;
      } else {
        sum.addi(part);
        part.close();
      }
    }
    NDArray result = output.forward(pass, sum);
    sum.close();
    return result;
  }
}
