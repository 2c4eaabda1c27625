package vaelab.data;

import java.io.IOException;
import java.nio.file.Path;

/** A data file is not what it should be. The message has the file, both sides and the cure. */
public final class BadDataException extends IOException {
  private static final long serialVersionUID = 1L;

  private BadDataException(String message) {
    super(message);
  }

  /**
   * Builds the error.
   *
   * @param file the file at fault
   * @param expected what should have been there
   * @param found what was there instead
   * @param cure what the reader of the message can do about it
   * @return the exception, to be thrown by the caller
   */
  public static BadDataException of(Path file, String expected, String found, String cure) {
    return new BadDataException(
        file + ": expected " + expected + ", found " + found + ". " + cure + ".");
  }
}
