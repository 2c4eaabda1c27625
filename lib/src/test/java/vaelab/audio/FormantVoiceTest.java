package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.data.Draws;

class FormantVoiceTest {
  @Test
  void recordingsAreLikeThoseOfTheCorpus() {
    Recordings made = FormantVoice.recordings(3, 8000, 1);
    assertEquals(List.of("alto", "baritone", "bass", "soprano"), made.speakers());
    assertEquals(4 * 30, made.all().size());
    assertFalse(made.origin().real());
    for (Recording word : made.all()) {
      double seconds = word.samples().length / 8000.0;
      assertTrue(seconds > 0.15 && seconds < 0.9, word.speaker() + word.text() + ": " + seconds);
      double level = Math.sqrt(word.energy() / word.samples().length);
      assertTrue(level > 0.02 && level < 0.2, word.speaker() + word.text() + ": " + level);
      for (float sample : word.samples()) {
        assertTrue(Math.abs(sample) <= 1);
      }
    }
  }

  @Test
  void aSeedIsARecording() {
    Recordings made = FormantVoice.recordings(2, 8000, 1);
    assertEquals(made.origin(), FormantVoice.recordings(2, 8000, 1).origin());
    assertFalse(made.origin().equals(FormantVoice.recordings(2, 8000, 2).origin()));
    float[] first = made.all().get(0).samples();
    float[] again = made.all().get(10).samples();
    assertEquals(made.all().get(0).text(), made.all().get(10).text());
    assertFalse(Arrays.equals(first, again), "no two utterances are the same");
    assertArrayEquals(first, FormantVoice.recordings(1, 8000, 1).all().get(0).samples());
  }

  /** The strongest period of a vowel is the speaker's pitch. */
  @Test
  void voicesHaveTheirPitch() {
    for (FormantVoice voice : FormantVoice.FOUR) {
      float[] word = voice.say(4, 16_000, Draws.seeded(3)); // four: f, then a long ao
      double best = 0;
      int period = 0;
      for (int lag = 16_000 / 400; lag <= 16_000 / 60; lag++) {
        double sum = 0;
        for (int i = word.length / 2; i < word.length / 2 + 1200; i++) {
          sum += word[i] * word[i + lag];
        }
        if (sum > best * 1.02) { // a period, not twice as much
          best = sum;
          period = lag;
        }
      }
      assertEquals(voice.pitch(), 16_000.0 / period, 0.2 * voice.pitch(), voice.name());
    }
  }

  /** A formant is where the spectrum peaks: iy has none near 1 kHz, where aa has two. */
  @Test
  void soundsHaveTheirFormants() {
    FormantVoice voice = FormantVoice.FOUR.get(1);
    double three = share(voice.say(3, 8000, Draws.seeded(1)), 700, 1300);
    double nine = share(voice.say(9, 8000, Draws.seeded(1)), 700, 1300);
    assertTrue(nine > 2 * three, nine + " and " + three);
  }

  private static double share(float[] word, int low, int high) {
    float[][] powers = Stft.EIGHT_KHZ.transform(word).powers();
    double band = 0;
    double all = 0;
    for (float[] column : powers) {
      for (int k = 0; k < column.length; k++) {
        double hertz = k * 8000.0 / 256;
        all += column[k];
        band += hertz >= low && hertz <= high ? column[k] : 0;
      }
    }
    return band / all;
  }

  @Test
  void refusesWhatCannotBe() {
    assertSays(
        IllegalArgumentException.class, () -> FormantVoice.recordings(0, 8000, 1), "found 0");
    assertSays(
        IllegalArgumentException.class, () -> FormantVoice.recordings(1, 7999, 1), "7999 Hz");
  }
}
