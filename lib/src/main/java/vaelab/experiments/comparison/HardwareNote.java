package vaelab.experiments.comparison;

import java.util.Map;
import java.util.stream.Stream;
import vaelab.tensor.Hardware;

/** What is said where the methods of a table were not all measured on the same hardware. */
final class HardwareNote {
  private HardwareNote() {}

  /**
   * The remark.
   *
   * @param hardware what each method was measured on
   * @return empty where times compare
   */
  static String of(Stream<Map<String, String>> hardware) {
    return hardware.map(Hardware::speed).distinct().count() > 1
        ? "not all methods were measured on the same hardware and versions, so that times do not compare"
        : "";
  }

  /** The same after the title of a table. */
  static String inTitle(Stream<Map<String, String>> hardware) {
    String note = of(hardware);
    return note.isEmpty() ? "" : "; " + note;
  }
}
