package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.Shapes;
import vaelab.train.TrainingListener;

/** The tutorial's own sources: from drawn files to states that are right. */
class ShapesExampleTest {
  @TempDir Path folder;

  @Test
  void aSmallModelFindsTheShapes() throws IOException {
    ShapesExample example = ShapesExample.write(folder, 300, 1_000, 2);
    OwnData data = example.read();
    assertEquals(Shapes.NAMES, List.copyOf(data.sources().keySet()));
    OwnSourcesConfig config = ShapesExample.settings(Scale.QUICK, 1);
    try (OwnSources own = new OwnSources(config, data, folder.resolve("model"))) {
      own.pretrain(TrainingListener.NONE);
      own.train(TrainingListener.NONE);
      double accuracy = example.accuracy(own.model());
      assertTrue(accuracy > 0.5, "eight states, chance is at most a fifth: " + accuracy);
      Painted.assertPainted(example.figure(own.model(), 5));
    }
  }
}
