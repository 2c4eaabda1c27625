package vaelab.experiments.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.FormantVoice;
import vaelab.audio.PatchScaling;
import vaelab.audio.Recording;
import vaelab.audio.Recordings;
import vaelab.experiments.Scale;

class SpeechModelsTest {
  @TempDir Path directory;

  private static final WhoSpeaksWhenConfig CONFIG = WhoSpeaksWhenConfig.of(Scale.SMOKE, 3);

  /** Words of very different loudness, so that the beginning of a track is not as loud as all. */
  private static Recordings uneven() {
    Recordings voices = FormantVoice.recordings(4, 8000, 0);
    List<Recording> uneven = new ArrayList<>();
    for (Recording word : voices.all()) {
      float factor = (float) Math.pow(1.3, uneven.size() % 17);
      float[] samples = word.samples().clone();
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= factor;
      }
      uneven.add(new Recording(word.speaker(), word.text(), word.index(), samples));
    }
    return new Recordings(uneven, voices.rate(), voices.origin());
  }

  /** Of a share of the enrolments the rest is unknown, and so is its loudness. */
  @Test
  void theGainIsThatOfWhatIsLearnedFrom() {
    SpeechData data = new SpeechData(uneven(), CONFIG);
    try (SpeechModels models = new SpeechModels(CONFIG, data, directory)) {
      // A thousandth of the magnitudes is louder than 1.
      assertEquals(0.001, louderThanOne(data, models, 1, 1), 1e-5);
      assertEquals(0.001, louderThanOne(data, models, 0.2, 0.2), 1e-4);
      double others = louderThanOne(data, models, 1, 0.2);
      assertTrue(Math.abs(others - 0.001) > 5e-4, "both gains alike: " + others);
    }
  }

  /** Share of the magnitudes in the beginnings of all enrolments, at the gain of a variant. */
  private static double louderThanOne(
      SpeechData data, SpeechModels models, double variant, double beginning) {
    PatchScaling scaling =
        models
            .rows(new WhoSpeaksWhenConfig.Variant(variant, SilenceRule.FIXED_GAIN, 1))
            .patches()
            .scaling();
    double gain = ((PatchScaling.Gain) scaling).value();
    long count = 0;
    long louder = 0;
    for (String speaker : data.speakers()) {
      float[] known = models.enrolment(speaker, beginning);
      for (float[] column : SpeechModels.STFT.transform(known).magnitudes()) {
        for (float magnitude : column) {
          louder += magnitude * gain > 1 ? 1 : 0;
          count++;
        }
      }
    }
    return (double) louder / count;
  }
}
