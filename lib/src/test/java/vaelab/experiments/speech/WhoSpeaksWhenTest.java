package vaelab.experiments.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.Conversation;
import vaelab.audio.FormantVoice;
import vaelab.audio.Recordings;
import vaelab.audio.Waveform;
import vaelab.data.BadDataException;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;
import vaelab.diarization.SpeakerActivity;
import vaelab.diarization.SpeakerTurn;
import vaelab.experiments.Painted;
import vaelab.experiments.Scale;
import vaelab.experiments.TrainingPresets;
import vaelab.train.TrainingListener;

/** The experiment on conversations, end to end, on two very different synthesised voices. */
class WhoSpeaksWhenTest {
  @TempDir static Path directory;

  private static final WhoSpeaksWhenConfig CONFIG = config(3);

  /** Smoke scale, but with so much to learn from and so many epochs that something is learned. */
  private static WhoSpeaksWhenConfig config(long seed) {
    WhoSpeaksWhenConfig smoke = WhoSpeaksWhenConfig.of(Scale.SMOKE, seed);
    return new WhoSpeaksWhenConfig(
        smoke.scale(),
        smoke.pairs(),
        smoke.conversations(),
        20,
        smoke.testShare(),
        smoke.bridged(),
        smoke.grid(),
        smoke.loudest(),
        smoke.variants(),
        TrainingPresets.voices(25, seed),
        TrainingPresets.conversation(10, seed),
        seed);
  }

  private static Recordings voices;
  private static WhoSpeaksWhen run;

  @BeforeAll
  static void train() throws IOException {
    Recordings four = FormantVoice.recordings(4, 8000, 0);
    voices =
        new Recordings(
            four.all().stream()
                .filter(word -> List.of("bass", "soprano").contains(word.speaker()))
                .toList(),
            four.rate(),
            four.origin());
    run = new WhoSpeaksWhen(CONFIG, voices, directory);
    run.pretrain(TrainingListener.NONE);
    run.train(TrainingListener.NONE);
  }

  @Test
  void measuresWritesAndPaints() throws IOException {
    run.readAnswers("another system", otherAnswers());
    List<DiarizedSystem.Result> all = run.evaluate();
    DiarizedSystem.Result other = all.get(all.size() - 1);
    assertEquals("another system", other.system());
    assertTrue(other.accuracy().mean() > 0.99, "frame accuracy " + other.accuracy().mean());
    assertTrue(other.rate().mean() < 0.02, "DER " + other.rate().mean());
    List<DiarizedSystem.Result> results = all.subList(0, all.size() - 1);
    // Five rows a variant, one more at the paper's threshold, and the classical baseline.
    assertEquals(5 * CONFIG.variants().size() + 1 + 1, results.size());
    DiarizationTrial trial = run.trials(run.data().pairs().get(0)).get(0);
    double chance = mostCommon(trial);
    for (DiarizedSystem.Result result : results) {
      double accuracy = result.accuracy().mean();
      assertTrue(accuracy > chance + 0.15, result.system() + ": " + accuracy + " of " + chance);
      assertEquals(
          result.coarseRate().mean(),
          result.coarse().get("confusion")
              + result.coarse().get("miss")
              + result.coarse().get("falseAlarm"),
          1e-12);
      assertTrue(result.rate().mean() > 0.05, "too good: " + result.system());
      assertTrue(result.rate().mean() < 0.6, result.system() + ": " + result.rate());
    }
    JsonNode json = new ObjectMapper().readTree(directory.resolve("result.json").toFile());
    assertEquals("smoke", json.path("scale").asText());
    assertEquals(results.get(0).system(), json.path("metrics").path(0).path("system").asText());
    String table = Files.readString(directory.resolve("table.txt"));
    assertTrue(table.contains("oracle silence") && table.contains("Gaussian"), table);
    assertTrue(table.contains("another system"), table);
    WhoSpeaksWhenFigures figures = new WhoSpeaksWhenFigures(run);
    Painted.assertPainted(figures.spectrograms(0, 0, 10));
    Painted.assertPainted(figures.reconstructions(0, 0, 10));
    Painted.assertPainted(figures.answer(0, 2, 8));
    SeparatedSpeech separated = run.separate(0);
    for (int h = 0; h < 2; h++) {
      double gained = separated.after()[h] - separated.before()[h];
      assertTrue(gained > 3, separated.speakers().get(h) + ": " + gained + " dB");
    }
    // As many curves as there are colours, fewer than systems, and the paper's line.
    assertEquals(8 + 1, figures.missAgainstFalseAlarm(all).getSeriesMap().size());
  }

  /** The references that the run has written, with other names. */
  private static Path otherAnswers() throws IOException {
    Path conversations = directory.resolve(WhoSpeaksWhen.CONVERSATIONS);
    Path answers = Files.createDirectory(directory.resolve("answers"));
    Conversation test = run.data().tests(run.data().pairs().get(0)).get(0);
    Waveform sound = Waveform.read(conversations.resolve("bass-soprano-1.wav"));
    assertArrayEquals(test.mixture(), sound.channels()[0]);
    Annotation reference = Rttm.readOne(conversations.resolve("bass-soprano-1.rttm"));
    List<SpeakerTurn> turns =
        reference.turns().stream()
            .map(t -> new SpeakerTurn("not-" + t.speaker(), t.start(), t.duration()))
            .toList();
    Rttm.write(answers.resolve("bass-soprano-1.rttm"), new Annotation("x", turns));
    return answers;
  }

  @Test
  void answersOfOtherSystemsHaveToBeComplete() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("incomplete"));
    assertSays(
        BadDataException.class,
        () -> run.readAnswers("another", folder),
        "bass-soprano-1.rttm",
        "the answer of another",
        "no file",
        WhoSpeaksWhen.CONVERSATIONS);
    List<SpeakerTurn> turns = List.of(new SpeakerTurn("a", 0, 1));
    Rttm.write(
        folder.resolve("bass-soprano-1.rttm"),
        List.of(new Annotation("one", turns), new Annotation("two", turns)));
    assertSays(
        BadDataException.class, () -> run.readAnswers("another", folder), "[one, two]", "one file");
  }

  /** Frame accuracy of the constant answer that is right most often. */
  private static double mostCommon(DiarizationTrial trial) {
    int[] counts = new int[4];
    int[] states =
        SpeakerActivity.of(trial.reference(), trial.conversation().speakers(), 0.01, 2000).states();
    for (int state : states) {
      counts[state]++;
    }
    return Arrays.stream(counts).max().orElseThrow() / 2000.0;
  }

  @Test
  void streamsAreThoseOfTheirSpeakers() {
    List<String> pair = run.data().pairs().get(0);
    DiarizationTrial trial = run.trials(pair).get(0);
    ActivityPosterior posterior = run.posterior(pair, trial);
    ActivityPosterior exchanged =
        new ActivityPosterior(
            pair, posterior.width(), new double[][] {posterior.values()[1], posterior.values()[0]});
    double right = trial.score(posterior, 0.5).accuracy();
    double wrong = trial.score(exchanged, 0.5).accuracy();
    assertTrue(right > 0.7, "right: " + right);
    assertTrue(wrong < right - 0.2, "exchanged: " + wrong + ", else " + right);
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
    WhoSpeaksWhenConfig other = config(4);
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
    // Spectrograms have a column more, whose sound lies before the end; it must not count.
    double[][] certain = new double[2][columns + 1];
    for (int h = 0; h < 2; h++) {
      for (int c = 0; c < columns; c++) {
        certain[h][c] = truth.active()[h][c] ? 0.9 : 0.1;
      }
      certain[h][columns] = 0.9;
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
