package vaelab.data;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes files that are either complete or not there.
 *
 * <p>The bytes go to a temporary file in the target's own directory (a rename is atomic only within
 * one file system), are forced to the disk and then renamed over the target. A process killed at
 * any moment leaves the old target intact; at worst a hidden {@code .NAME.RANDOM.tmp} stays behind.
 */
public final class AtomicFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private AtomicFiles() {}

  /**
   * Writes {@code target}, replacing an older one in a single step. Missing parent directories are
   * made. A symbolic link is replaced, not followed.
   *
   * @param target the file to write
   * @param body writes the content; need not flush or close, and may close. When it throws, the
   *     target stays as it was and the temporary file is removed.
   * @throws IOException when the directory cannot be made, or writing or renaming fails
   */
  public static void write(Path target, IOConsumer<OutputStream> body) throws IOException {
    try (Pending pending = begin(target)) {
      OutputStream stream = new Unclosed(Channels.newOutputStream(pending.channel()));
      body.accept(stream);
      stream.flush();
      pending.commit();
    }
  }

  /**
   * Begins to write {@code target} where content comes bit by bit, or its head is known last.
   *
   * @param target the file to write; it stays as it was until {@link Pending#commit()}
   * @return a temporary file beside it, open for writing
   * @throws IOException when the directory cannot be made or is not writable
   */
  public static Pending begin(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      throw BadDataException.of(target, "a file name", "a directory", "Give a name inside it");
    }
    Path directory = absolute.getParent();
    Files.createDirectories(directory);
    // Not Files.createTempFile: that makes files private to the owner, and results are for sharing.
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return new Pending(
        absolute, directory.resolve("." + absolute.getFileName() + "." + random + ".tmp"));
  }

  /** A file in the making: closed without {@link #commit()}, it leaves no trace. */
  public static final class Pending implements Closeable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    private Pending(Path target, Path temporary) throws IOException {
      this.target = target;
      this.temporary = temporary;
      this.channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Where the content goes.
     *
     * @return the temporary file, at its beginning
     */
    public FileChannel channel() {
      return channel;
    }

    /**
     * Forces the content to the disk and puts it in the target's place. Nothing can be written
     * afterwards.
     *
     * @throws IOException when that fails; the target is as it was
     */
    public void commit() throws IOException {
      channel.force(true);
      channel.close();
      move(temporary, target);
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        Files.deleteIfExists(temporary); // already renamed after a commit
      }
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException(
          target
              + ": expected a file system that renames atomically, found one that does not. Write"
              + " to a local disk.",
          e);
    }
  }

  /** Stays open when a wrapper (gzip, zip, text) closes it: the file must still be forced. */
  private static final class Unclosed extends BufferedOutputStream {
    Unclosed(OutputStream out) {
      super(out, BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
