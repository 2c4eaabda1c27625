package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.basis.LangevinSchedule;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.experiments.Scale;
import vaelab.train.TrainingListener;

/** Samples of the prior are for show: where they diverge, what was measured before is kept. */
class BasisMethodTest {
  @TempDir Path directory;

  private Set<String> priors(LangevinSchedule prior) throws IOException {
    BasisSettings tiny = BasisSettings.of(Scale.SMOKE, 1);
    BasisSettings settings =
        new BasisSettings(tiny.size(), tiny.training(), tiny.images(), tiny.separation(), prior, 3);
    Digits digits = DigitsLoader.load();
    Path folder = directory.resolve(String.valueOf(prior.delta()));
    try (BasisMethod method = new BasisMethod("basis", settings, digits, folder)) {
      method.train(TrainingListener.NONE);
      Map<String, float[]> images = method.prior(2);
      images.values().forEach(row -> assertEquals(2 * 784, row.length));
      return images.keySet();
    }
  }

  @Test
  void samplesThatDivergeAreNotShown() throws IOException {
    assertEquals(Set.of("NCSN, samples"), priors(new LangevinSchedule(1e-5, 2)));
    assertEquals(Set.of(), priors(new LangevinSchedule(1e30, 2)));
  }
}
