package vaelab.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files and streams, in lower-case hexadecimal. */
public final class Sha256 {
  private Sha256() {}

  /**
   * The digest of a file.
   *
   * @param file the file
   * @return 64 hexadecimal digits
   * @throws IOException if it cannot be read
   */
  public static String of(Path file) throws IOException {
    try (DigestInputStream in = digesting(Files.newInputStream(file))) {
      in.transferTo(OutputStream.nullOutputStream());
      return hex(in);
    }
  }

  /**
   * The digest of bytes in memory.
   *
   * @param content the bytes
   * @return 64 hexadecimal digits
   */
  public static String of(byte[] content) {
    return HexFormat.of().formatHex(digest().digest(content));
  }

  static DigestInputStream digesting(InputStream in) {
    return new DigestInputStream(in, digest());
  }

  static DigestOutputStream digesting(OutputStream out) {
    return new DigestOutputStream(out, digest());
  }

  /** The digest of everything read so far; resets it. */
  static String hex(DigestInputStream in) {
    return HexFormat.of().formatHex(in.getMessageDigest().digest());
  }

  /** The digest of everything written so far; resets it. */
  static String hex(DigestOutputStream out) {
    return HexFormat.of().formatHex(out.getMessageDigest().digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
