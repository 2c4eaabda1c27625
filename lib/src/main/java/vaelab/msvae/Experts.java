package vaelab.msvae;

import java.util.List;
import vaelab.nn.NetworkSizes;

/**
 * Models of one source each, from which a joint model can be made without losing anything of them.
 *
 * @param models the experts, in the order of the streams to be
 */
record Experts(List<MsVae> models) {

  /**
   * Checks the models.
   *
   * @throws IllegalArgumentException if there is none, or one has several streams, other sizes than
   *     the first, another type than float32, another rule than the sum, or other noise than
   *     Laplace
   */
  Experts {
    models = List.copyOf(models);
    if (models.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one expert, found none.");
    }
    for (MsVae expert : models) {
      require(expert, models.get(0).sizes());
    }
  }

  private static void require(MsVae expert, NetworkSizes sizes) {
    if (expert.streams().size() != 1 || !expert.sizes().equals(sizes) || !ModelFile.usual(expert)) {
      throw new IllegalArgumentException(
          "Expected experts of one stream each and sizes %s, sums under Laplace noise in float32, found one of %s with sizes %s, %s under %s in %s; make them by MsVae.expert."
              .formatted(
                  described(sizes),
                  expert.sources(),
                  described(expert.sizes()),
                  expert.rule().getClass().getSimpleName(),
                  expert.noise().getClass().getSimpleName(),
                  expert.type()));
    }
  }

  /** Two sizes may differ in the shape of an image alone. */
  private static String described(NetworkSizes sizes) {
    return "(%s, shape %s)".formatted(sizes, sizes.shape());
  }

  /** A model with the experts' decoders, and their encoders where these are wanted. */
  MsVae joined(long seed, boolean withEncoders) {
    List<String> names = models.stream().map(expert -> expert.sources().get(0)).toList();
    MsVae model = MsVae.create(models.get(0).sizes(), names, seed);
    try {
      for (int h = 0; h < models.size(); h++) {
        Stream source = models.get(h).streams().get(0);
        model.streams().get(h).decoder().copyFrom(source.decoder());
        if (withEncoders) {
          model.streams().get(h).encoder().copyFrom(source.encoder());
        }
      }
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
    return model;
  }
}
