package vaelab.experiments.comparison;

import java.util.Map;
import java.util.stream.Stream;
import vaelab.tensor.Hardware;

/** What the title of a table adds where its methods were not all measured on the same hardware. */
final class HardwareNote {
  private HardwareNote() {}

  /**
   * The addition.
   *
   * @param hardware what each method was measured on
   * @return empty where times compare
   */
  static String of(Stream<Map<String, String>> hardware) {
    return hardware.map(Hardware::speed).distinct().count() > 1
        ? "; not all methods were measured on the same hardware and versions, so that times do not compare"
        : "";
  }
}
