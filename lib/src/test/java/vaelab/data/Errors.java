package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Errors are part of the interface: tests hold their words. */
public final class Errors {
  private Errors() {}

  public static <E extends Exception> void assertSays(
      Class<E> type, Executable action, String... fragments) {
    String message = assertThrows(type, action).getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), () -> "no '" + fragment + "' in: " + message);
    }
  }
}
