package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import vaelab.data.Digits;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;

/** An experiment on mixtures of digits, one stream a digit. */
public abstract sealed class DigitsExperiment extends SourceExperiment
    permits ProofOfConcept, TenDigits {
  private final Object config;
  private final Digits digits;
  private final Mixtures train;
  private final Mixtures test;

  /** What the mixtures of an experiment are. */
  record Spec(int[] classes, double[] pi, double b, int train, int test, long seed) {

    Mixtures of(LabelledImages pool, int count, long seed) {
      return MixtureGenerator.bernoulli(pool, classes, pi, b, count, seed);
    }
  }

  /**
   * Makes the mixtures. Nothing is written.
   *
   * @param directory where models, checkpoints and results go
   * @param config settings that the directory belongs to once it is taken
   * @param spec the mixtures
   * @param digits what they are made of
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  DigitsExperiment(Path directory, Object config, Spec spec, Digits digits) throws IOException {
    super(directory);
    this.config = config;
    this.digits = digits;
    RunDirectory.requireSame(directory, config, digits.origin());
    train = spec.of(digits.train(), spec.train(), spec.seed());
    test = spec.of(digits.test(), spec.test(), spec.seed() + 1);
  }

  /** Takes the directory: the first step that writes does so, after it has looked at its input. */
  final void claim() throws IOException {
    RunDirectory.claim(directory(), config, digits.origin());
  }

  /**
   * Images of each class, by the name of its stream.
   *
   * @param pool labelled images
   * @param classes class of each stream
   * @param most largest number of images of a class
   * @return row-major N x D for each stream
   */
  static Map<String, float[]> sources(LabelledImages pool, int[] classes, int most) {
    Map<String, float[]> sources = new LinkedHashMap<>();
    for (int digit : classes) {
      LabelledImages images = pool.ofClass(digit);
      int count = Math.min(most, images.images().count());
      sources.put(
          "digit " + digit, images.images().select(IntStream.range(0, count).toArray()).pixels());
    }
    return sources;
  }

  /**
   * The digits that experts and mixtures are made of.
   *
   * @return training and test images, and where they come from
   */
  public final Digits digits() {
    return digits;
  }

  /**
   * Training mixtures.
   *
   * @return N mixtures of training digits
   */
  public final Mixtures trainMixtures() {
    return train;
  }

  /**
   * Test mixtures.
   *
   * @return mixtures of test digits
   */
  public final Mixtures testMixtures() {
    return test;
  }
}
