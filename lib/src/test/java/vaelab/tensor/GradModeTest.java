package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The recording mode belongs to a thread and comes back at the end of the block. */
@SuppressWarnings("try") // modes are closed, not used
class GradModeTest {

  @Test
  void nestsAndRestores() {
    try (GradMode outer = GradMode.off()) {
      assertFalse(JniUtils.isGradMode());
      try (GradMode inner = GradMode.recording()) {
        assertTrue(JniUtils.isGradMode());
        try (GradMode innermost = GradMode.off()) {
          assertFalse(JniUtils.isGradMode());
        }
        assertTrue(JniUtils.isGradMode());
      }
      assertFalse(JniUtils.isGradMode());
    }
  }

  @Test
  void restoresAfterAnException() {
    try (GradMode outer = GradMode.off()) {
      assertThrows(
          IllegalStateException.class,
          () -> {
            try (GradMode inner = GradMode.recording()) {
              throw new IllegalStateException("on purpose");
            }
          });
      assertFalse(JniUtils.isGradMode());
    }
  }

  @Test
  void otherThreadsKeepTheirMode() throws InterruptedException {
    try (GradMode here = GradMode.off()) {
      AtomicBoolean there = new AtomicBoolean();
      AtomicBoolean after = new AtomicBoolean(true);
      Thread thread =
          new Thread(
              () -> {
                try (GradMode mode = GradMode.recording()) {
                  there.set(JniUtils.isGradMode());
                }
                try (GradMode mode = GradMode.off()) {
                  after.set(JniUtils.isGradMode());
                }
              });
      thread.start();
      thread.join();
      assertTrue(there.get());
      assertFalse(after.get());
      assertFalse(JniUtils.isGradMode());
    }
  }
}
