package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.tensor.Safetensors;

/** A trained method on disk, and configurations that belong together. */
class LassFileTest {
  @TempDir Path folder;

  @Test
  void comesBackAsItWas() throws IOException {
    Path file = folder.resolve("lass.safetensors");
    CodePrior prior = CodePrior.create(Tiny.SEQUENCE, 1);
    List<MixtureTable> tables = List.of(Tiny.table(5, 4), Tiny.table(5, 5));
    try (Lass lass = new Lass(Tiny.vqVae(3), prior, tables)) {
      new VqVaeTrainer(
              lass.vqVae(), new VqVaeStage(new Stage(1, 8, 1e-3, Stage.Schedule.CONSTANT, 1), 0))
          .fit(Tiny.images(16, 1)); // running statistics of its own
      LassFile.save(file, lass);
      try (Lass read = LassFile.load(file)) {
        assertEquals(lass.vqVae().sizes(), read.vqVae().sizes());
        assertEquals(lass.prior().sizes(), read.prior().sizes());
        assertEquals(3, read.sources());
        Tiny.assertSame(lass.vqVae().parameters(), read.vqVae().parameters());
        Tiny.assertSame(lass.prior().parameters(), read.prior().parameters());
        for (int i = 0; i < 2; i++) {
          assertArrayEquals(tables.get(i).toRows(), read.tables().get(i).toRows());
        }
        assertArrayEquals(lass.samples(4, 9), read.samples(4, 9));
        assertEquals(4 * Tiny.DIM, read.samples(4, 9).length);
      }
    }
  }

  @Test
  void aCheckpointIsNoWholeMethod() throws IOException {
    Path file = folder.resolve("vqvae.safetensors");
    try (VqVae model = VqVae.create(Tiny.IMAGE, 1)) {
      new VqVaeTrainer(model, new VqVaeStage(new Stage(1, 8, 1e-3, Stage.Schedule.CONSTANT, 1), 0))
          .checkpoint(file)
          .fit(Tiny.images(16, 1));
    }
    IOException e = assertThrows(IOException.class, () -> LassFile.load(file));
    assertTrue(e.getMessage().contains("prior"), e.getMessage());
  }

  @Test
  void alteredDescriptionsAreNamed() throws IOException {
    Path file = folder.resolve("whole.safetensors");
    try (Lass lass =
        new Lass(Tiny.vqVae(3), CodePrior.create(Tiny.SEQUENCE, 1), List.of(Tiny.table(5, 4)))) {
      LassFile.save(file, lass);
    }
    refused(file, "\"tables\":1", "\"tables\":0");
    refused(file, "\"tables\":1", "\"tables\":2");
    refused(file, "\"codes\":5", "\"codes\":-5");
    refused(file, "\"codes\":5", "\"codes\":\"five\"");
  }

  private void refused(Path whole, String part, String changed) throws IOException {
    Path file = folder.resolve("altered.safetensors");
    try (NDManager manager = NDManager.newBaseManager()) {
      Safetensors.Contents contents = Safetensors.read(whole, manager);
      Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
      String text = metadata.get("model");
      assertTrue(text.contains(part), text);
      metadata.put("model", text.replace(part, changed));
      Safetensors.write(file, metadata, contents.tensors());
    }
    IOException e = assertThrows(IOException.class, () -> LassFile.load(file));
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("damaged"), e.getMessage());
  }

  @Test
  void partsMustBelongTogether() {
    try (VqVae model = VqVae.create(Tiny.IMAGE, 1);
        CodePrior prior = CodePrior.create(Tiny.SEQUENCE, 1);
        CodePrior other = CodePrior.create(new PriorSizes(6, 4, 8, 1, 2), 1)) {
      List<MixtureTable> tables = List.of(Tiny.table(5, 4));
      assertThrows(IllegalArgumentException.class, () -> new Lass(model, other, tables));
      assertThrows(IllegalArgumentException.class, () -> new Lass(model, prior, List.of()));
      assertThrows(
          IllegalArgumentException.class, () -> new Lass(model, prior, List.of(Tiny.table(4, 4))));
    }
    LassConfig config = LassConfig.of(LassConfig.Preset.COMPACT, 3, 1);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LassConfig(
                Tiny.IMAGE,
                config.sequence(),
                config.vqVae(),
                config.prior(),
                config.counting(),
                config.sampling()));
    assertThrows(IllegalArgumentException.class, () -> new PriorSizes(5, 4, 9, 1, 2));
    assertThrows(
        IllegalArgumentException.class, () -> new Stage(1, 1, 1e-3, Stage.Schedule.CONSTANT, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new LassSampling(0, 0, LassSampling.Unseen.PRIOR, 0));
  }
}
