package vaelab.experiments;

import java.util.Arrays;
import java.util.Locale;
import vaelab.tensor.Hardware;

/** How large an experiment is. */
public enum Scale {
  /** Seconds; shows that everything runs, never a result. */
  SMOKE,
  /** Minutes on two cores; the notebooks' default. */
  QUICK,
  /** The published sizes. */
  PAPER;

  /** Environment variable that chooses the scale of a notebook. */
  public static final String VARIABLE = "VAELAB_SCALE";

  /**
   * The scale that {@value #VARIABLE} asks for.
   *
   * @return that scale, quick where the variable is not set
   * @throws IllegalArgumentException if it names no scale
   */
  public static Scale fromEnvironment() {
    String name = System.getenv(VARIABLE);
    return name == null || name.isBlank() ? QUICK : of(name);
  }

  /**
   * A scale by name.
   *
   * @param name smoke, quick or paper, in any case
   * @return the scale
   * @throws IllegalArgumentException if there is no such scale
   */
  public static Scale of(String name) {
    return Arrays.stream(values())
        .filter(scale -> scale.name().equalsIgnoreCase(name.trim()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected the scale smoke, quick or paper, found '" + name + "'."));
  }

  /**
   * Whether networks of the published sizes are trained that take days on a CPU, those of LASS,
   * BASIS and JointVAE: in full runs on a GPU. Elsewhere compact ones stand in for them.
   *
   * @return whether they are
   */
  public boolean hasPublishedSizes() {
    return this == PAPER && Hardware.device().isGpu();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
