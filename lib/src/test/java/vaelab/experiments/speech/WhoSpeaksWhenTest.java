package vaelab.experiments.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.Conversation;
import vaelab.audio.FormantVoice;
import vaelab.audio.Recordings;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.SpeakerActivity;
import vaelab.experiments.Painted;
import vaelab.experiments.Scale;
import vaelab.train.TrainingListener;

/** The experiment on conversations runs end to end at smoke scale, on synthesised voices. */
class WhoSpeaksWhenTest {
  @TempDir static Path directory;

  private static final WhoSpeaksWhenConfig CONFIG = WhoSpeaksWhenConfig.of(Scale.SMOKE, 3);
  private static Recordings voices;
  private static WhoSpeaksWhen run;

  @BeforeAll
  static void train() throws IOException {
    voices = FormantVoice.recordings(4, 8000, 0);
    run = new WhoSpeaksWhen(CONFIG, voices, directory);
    run.pretrain(TrainingListener.NONE);
    run.train(TrainingListener.NONE);
  }

  @Test
  void measuresWritesAndPaints() throws IOException {
    List<DiarizedSystem.Result> results = run.evaluate();
    // Five rows a variant, one more at the paper's threshold, and the classical baseline.
    assertEquals(5 * CONFIG.variants().size() + 1 + 1, results.size());
    for (DiarizedSystem.Result result : results) {
      double accuracy = result.accuracy().mean();
      assertTrue(accuracy >= 0 && accuracy <= 1, result.system());
      assertEquals(
          1,
          result.coarse().get("correct")
              + result.coarse().get("confusion")
              + result.coarse().get("miss"),
          1e-12);
      assertEquals(
          result.coarseRate().mean(),
          result.coarse().get("confusion")
              + result.coarse().get("miss")
              + result.coarse().get("falseAlarm"),
          1e-12);
      assertTrue(result.rate().mean() > 0, "too good: " + result.system());
    }
    JsonNode json = new ObjectMapper().readTree(directory.resolve("result.json").toFile());
    assertEquals("smoke", json.path("scale").asText());
    assertEquals(results.get(0).system(), json.path("metrics").path(0).path("system").asText());
    String table = Files.readString(directory.resolve("table.txt"));
    assertTrue(table.contains("oracle silence") && table.contains("Gaussian"), table);
    WhoSpeaksWhenFigures figures = new WhoSpeaksWhenFigures(run);
    Painted.assertPainted(figures.spectrograms(0, 0, 10));
    Painted.assertPainted(figures.reconstructions(0, 0, 10));
    Painted.assertPainted(figures.answer(0, 2, 8));
    SeparatedSpeech separated = run.separate(0);
    assertEquals(2, separated.sounds().length);
    assertEquals(separated.mixture().length, separated.sounds()[1].length);
    assertTrue(Double.isFinite(separated.after()[0] + separated.before()[1]));
    assertEquals(
        4 * CONFIG.variants().size() + 2,
        figures.missAgainstFalseAlarm(results).getSeriesMap().size());
  }

  @Test
  void aRunThatIsCompleteIsOnlyRead() throws IOException {
    try (WhoSpeaksWhen again = new WhoSpeaksWhen(CONFIG, voices, directory)) {
      TrainingListener refusing =
          new TrainingListener() {
            @Override
            public void onStep(int epoch, int step, double elbo) {
              throw new AssertionError("trained again");
            }
          };
      again.pretrain(refusing);
      again.train(refusing);
    }
    WhoSpeaksWhenConfig other = WhoSpeaksWhenConfig.of(Scale.SMOKE, 4);
    assertThrows(IOException.class, () -> new WhoSpeaksWhen(other, voices, directory));
  }

  @Test
  void testConversationsShareNoRecordingWithWhatIsLearned() {
    List<String> pair = run.data().pairs().get(0);
    List<String> heard = words(run.data().conversation(pair));
    for (Conversation test : run.data().tests(pair)) {
      List<String> words = words(test);
      assertTrue(words.stream().noneMatch(heard::contains), words + " " + heard);
    }
  }

  private static List<String> words(Conversation conversation) {
    return conversation.utterances().stream()
        .map(u -> u.recording().speaker() + u.recording().text() + "#" + u.recording().index())
        .collect(Collectors.toList());
  }

  @Test
  void theTruthScoresAsTheTruth() {
    DiarizationTrial trial = run.trials(run.data().pairs().get(0)).get(0);
    double width = 0.008;
    int columns = (int) (trial.conversation().seconds() / width);
    SpeakerActivity truth =
        SpeakerActivity.of(trial.reference(), trial.conversation().speakers(), width, columns);
    double[][] certain = new double[2][columns];
    for (int h = 0; h < 2; h++) {
      for (int c = 0; c < columns; c++) {
        certain[h][c] = truth.active()[h][c] ? 0.9 : 0.1;
      }
    }
    ActivityPosterior posterior =
        new ActivityPosterior(trial.conversation().speakers(), width, certain);
    DiarizationTrial.Score score = trial.score(posterior, 0.5);
    assertEquals(1, score.accuracy());
    assertEquals(0, score.coarse().rate());
    // Turns begin between columns.
    assertTrue(score.fine().rate() < 0.02, "DER " + score.fine().rate());
    Annotation nothing = trial.answer(posterior, 0.95);
    assertEquals(List.of(), nothing.turns());
    assertEquals(1, trial.score(posterior, 0.95).coarse().missRate());
  }
}
