package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeakerTurnTest {
  @Test
  void endsWhenItsDurationIsOver() {
    assertEquals(3.5, new SpeakerTurn("anna", 1, 2.5).end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "an na", "anna\t", "an\nna", "an\u00a0na", "an\u202fna", "an\u0085na"})
  void namesThatRttmCannotHoldAreRefused(String name) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new SpeakerTurn(name, 0, 1))
            .getMessage();
    assertTrue(message.contains("'" + name + "'"), message);
  }

  @ParameterizedTest
  @CsvSource({"-0.001,1", "0,0", "0,-1", "NaN,1", "0,NaN", "Infinity,1", "0,Infinity"})
  void timesOutOfRangeAreRefused(double start, double duration) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new SpeakerTurn("a", start, duration))
            .getMessage();
    assertTrue(message.contains("start " + start + " s and duration " + duration), message);
  }
}
