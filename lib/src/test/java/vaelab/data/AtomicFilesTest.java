package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path folder;

  @Test
  void oldFileStaysUntilTheNewOneIsComplete() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, out -> out.write("old".getBytes()));
    AtomicFiles.write(
        file,
        out -> {
          out.write("new".getBytes());
          out.flush();
          assertEquals("old", Files.readString(file), "seen from outside while writing");
        });
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void failureLeavesNoTrace() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, out -> out.write("old".getBytes()));
    IOConsumer<OutputStream> failing =
        out -> {
          out.write(new byte[1 << 20]);
          throw new IllegalStateException("half-way");
        };
    assertThrows(IllegalStateException.class, () -> AtomicFiles.write(file, failing));
    assertEquals("old", Files.readString(file));
    Path fresh = folder.resolve("b.txt");
    assertThrows(IllegalStateException.class, () -> AtomicFiles.write(fresh, failing));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void makesFoldersAndBearsClosedStreams() throws IOException {
    Path file = folder.resolve("x/y/a.gz");
    AtomicFiles.write(
        file,
        out -> {
          try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write("content".getBytes());
          }
        });
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertEquals("content", new String(in.readAllBytes()));
    }
    assertSays(IOException.class, () -> AtomicFiles.write(folder, out -> {}), "a directory");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
