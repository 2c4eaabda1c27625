package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.cli.Commands.files;
import static vaelab.cli.Commands.refuses;
import static vaelab.cli.Commands.succeeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblateCommandTest {
  @TempDir Path folder;

  @Test
  void measuresTheChangesThatAreAskedFor() throws IOException {
    Path out = folder.resolve("ablation");
    succeeds("ablate", "--scale", "smoke", "--change", "constant-rate", "--out", out);
    String table = Files.readString(out.resolve("table.txt"));
    assertTrue(table.contains("step size without cosine"), table);
    assertTrue(files(out).contains("constant-rate.json"), "" + files(out));
    refuses(List.of("ablate", "--scale", "smoke", "--out", out), "--resume");
  }

  @Test
  void refusesChangesThatThereAreNot() throws IOException {
    Path out = folder.resolve("none");
    refuses(List.of("ablate", "--change", "other", "--out", out), "fresh-encoders");
    assertEquals(List.of(), files(out));
  }
}
