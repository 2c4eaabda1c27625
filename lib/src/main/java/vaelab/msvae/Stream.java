package vaelab.msvae;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.nn.Decoder;
import vaelab.nn.GaussianEncoder;
import vaelab.nn.NetworkSizes;

/**
 * The VAE of one source: an encoder q(z_h; x) and a decoder mu(z_h; W_h). Nothing is shared between
 * streams.
 *
 * @param name name of the source
 * @param encoder nu_h and tau_h
 * @param decoder mu_h
 */
public record Stream(String name, GaussianEncoder encoder, Decoder decoder) {

  static Stream create(
      String name,
      NetworkSizes sizes,
      NDManager manager,
      DataType type,
      RandomGenerator generator) {
    return new Stream(
        name,
        new GaussianEncoder(sizes, manager, type, generator),
        new Decoder(sizes, manager, type, generator));
  }

  /**
   * All parameters, running statistics included.
   *
   * @return parameters by name ({@code encoder.…}, {@code decoder.…})
   */
  public Map<String, Parameter> parameters() {
    return prefixed(encoder.parameters(), decoder.parameters());
  }

  /**
   * Parameters that training may change.
   *
   * @param withDecoder whether the decoder is trained too
   * @return parameters by name
   */
  public Map<String, Parameter> trainable(boolean withDecoder) {
    return prefixed(encoder.trainable(), withDecoder ? decoder.trainable() : Map.of());
  }

  /** Takes over the weights and running statistics of another stream. */
  void copyFrom(Stream other) {
    encoder.copyFrom(other.encoder);
    decoder.copyFrom(other.decoder);
  }

  private static Map<String, Parameter> prefixed(
      Map<String, Parameter> encoder, Map<String, Parameter> decoder) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    encoder.forEach((name, p) -> all.put("encoder." + name, p));
    decoder.forEach((name, p) -> all.put("decoder." + name, p));
    return all;
  }
}
