package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.SampleSource;
import vaelab.audio.SampleType;
import vaelab.audio.Waveform;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;
import vaelab.diarization.SpeakerTurn;
import vaelab.experiments.speech.ConversationModel;
import vaelab.metrics.ScaleInvariantSdr;

/** From recordings to an answer, as a user goes, on synthesised voices. */
class DiarizeCommandTest {
  private static final int RATE = TwoVoices.RATE;
  private static final List<String> SPEAKERS = TwoVoices.SPEAKERS;

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    for (int h = 0; h < 2; h++) {
      write(SPEAKERS.get(h), TwoVoices.CONVERSATION.tracks()[h], RATE);
    }
    write("mixture", TwoVoices.CONVERSATION.mixture(), RATE);
    model = folder.resolve("model");
    Commands.succeeds(
        "diarize",
        "train",
        "--speaker",
        "bass=" + folder.resolve("bass.wav"),
        "--speaker",
        "soprano=" + folder.resolve("soprano.wav"),
        "--mixture",
        folder.resolve("mixture.wav"),
        "--expert-epochs",
        50,
        "--epochs",
        20,
        "--out",
        model);
  }

  private static Path write(String name, float[] samples, int rate) throws IOException {
    Path file = folder.resolve(name + ".wav");
    Waveform.mono(samples, rate).write(file, SampleType.FLOAT_32);
    return file;
  }

  @Test
  void answersAndSeparates() throws IOException {
    Path out = folder.resolve("answer.rttm");
    Path separated = folder.resolve("separated");
    run(folder.resolve("mixture.wav"), out, "--separate", separated);
    Annotation answer = Rttm.readOne(out);
    assertEquals("mixture", answer.recording());
    assertTrue(
        TwoVoices.accuracy(answer, SPEAKERS) > 0.7,
        "right: " + TwoVoices.accuracy(answer, SPEAKERS));
    // Much of the time nobody speaks, or both do: that much is right with the streams exchanged.
    double exchanged = TwoVoices.accuracy(answer, List.of("soprano", "bass"));
    assertTrue(exchanged < 0.5, "so easy that streams might be exchanged: " + exchanged);
    for (int h = 0; h < 2; h++) {
      Waveform sound = Waveform.read(separated.resolve(SPEAKERS.get(h) + ".wav"));
      assertEquals(RATE, sound.rate());
      float[] track = TwoVoices.CONVERSATION.tracks()[h];
      double before = ScaleInvariantSdr.of(TwoVoices.CONVERSATION.mixture(), track);
      double after = ScaleInvariantSdr.of(sound.channels()[0], track);
      assertTrue(after > before + 3, SPEAKERS.get(h) + " from " + before + " to " + after + " dB");
    }
  }

  private static void run(Path in, Path out, Object... options) {
    List<Object> words =
        new ArrayList<>(List.of("diarize", "run", "--model", model, "--in", in, "--out", out));
    words.addAll(List.of(options));
    Commands.succeeds(words.toArray());
  }

  @Test
  void looksAndChainsCanBeChosen() throws IOException {
    Path mixture = folder.resolve("mixture.wav");
    Set<List<SpeakerTurn>> answers = new HashSet<>();
    for (List<Object> options :
        List.<List<Object>>of(
            List.of(), List.of("--one-look"), List.of("--one-look", "--markov"))) {
      Path out = folder.resolve("chosen.rttm");
      List<Object> words = new ArrayList<>(options);
      words.addAll(List.of("--threshold", 0.001, "--gap", 0));
      run(mixture, out, words.toArray());
      answers.add(Rttm.readOne(out).turns());
    }
    assertEquals(3, answers.size(), "options that change nothing");
  }

  @Test
  void thresholdsAreOneForAllOrOneForEachOrThoseOfThePrior() throws IOException {
    Annotation plain = answer();
    Annotation sure = answer("--threshold", "0.5,0.999999999");
    assertEquals(plain.of("bass"), sure.of("bass"));
    assertTrue(sure.of("soprano").duration() < plain.of("soprano").duration(), sure.toString());
    double[] pi;
    try (ConversationModel loaded = ConversationModel.load(model)) {
      pi = loaded.prior();
    }
    assertEquals(
        answer("--threshold", (1 - pi[0]) + "," + (1 - pi[1])), answer("--threshold", "prior"));
  }

  @Test
  void answersCanBeOnAGrid() throws IOException {
    Annotation coarse = answer("--grid", 1);
    assertFalse(coarse.turns().isEmpty());
    for (SpeakerTurn turn : coarse.turns()) {
      assertEquals(Math.rint(turn.start()), turn.start(), turn.toString());
      assertEquals(Math.rint(turn.end()), turn.end(), turn.toString());
    }
    // Nobody speaks beyond the end, though the last of the cells reaches there.
    Annotation coarser = answer("--grid", 7, "--threshold", 0);
    assertEquals(20, coarser.extent().orElseThrow().end());
    assertTrue(
        TwoVoices.accuracy(coarse, SPEAKERS) > 0.6,
        "right: " + TwoVoices.accuracy(coarse, SPEAKERS));
  }

  /** The answer to the mixture. */
  private static Annotation answer(Object... options) throws IOException {
    Path out = folder.resolve("some.rttm");
    run(folder.resolve("mixture.wav"), out, options);
    return Rttm.readOne(out);
  }

  @Test
  void badOptionsAreNamedAndNothingIsWritten() {
    Path mixture = folder.resolve("mixture.wav");
    Path none = folder.resolve("none-chosen.rttm");
    Map<String, String> refused =
        Map.of(
            "--threshold=1", "'1'",
            "--threshold=-0.1", "'-0.1'",
            "--threshold=0.5,x", "'0.5,x'",
            "--threshold=0.5,", "'0.5,'",
            "--threshold=0.5,0.5,0.5", "each of bass, soprano",
            "--gap=-1", "--gap of at least 0 s",
            "--grid=0.001", "columns of 0.008 s",
            "--grid=NaN", "found NaN");
    refused.forEach(
        (bad, words) ->
            Commands.refuses(
                List.of("diarize", "run", "--model", model, "--in", mixture, "--out", none, bad),
                words));
    Commands.refuses(
        List.of("diarize", "run", "--model", model, "--in", mixture, "--out", folder), "directory");
    assertTrue(Files.notExists(none));
    for (String part : List.of("speech.json", "model.safetensors")) {
      Path kept = model.resolve(part);
      Commands.refuses(
          List.of("diarize", "run", "--model", model, "--in", mixture, "--out", kept),
          "other than the model");
    }
    for (String option : List.of("--epochs", "--expert-epochs")) {
      Commands.refuses(
          List.of(
              "diarize",
              "train",
              "--speaker",
              "a=" + mixture,
              "--mixture",
              mixture,
              "--out",
              folder.resolve("no-epochs"),
              option + "=0"),
          option + " of at least 1, found 0");
    }
  }

  @Test
  void separatedSpeechOverwritesNothing() throws IOException {
    Path bass = folder.resolve("bass.wav");
    byte[] before = Files.readAllBytes(bass);
    Path out = folder.resolve("unsafe.rttm");
    Commands.refuses(
        List.of(
            "diarize", "run", "--model", model, "--in", bass, "--out", out, "--separate=" + folder),
        "bass.wav",
        "overwritten");
    assertArrayEquals(before, Files.readAllBytes(bass));
    assertTrue(Files.notExists(out));
  }

  @Test
  void damagedSettingsAreNamed() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("damaged"));
    Files.copy(model.resolve("model.safetensors"), copy.resolve("model.safetensors"));
    Path out = folder.resolve("damaged.rttm");
    String whole = Files.readString(model.resolve("speech.json"));
    for (String settings :
        List.of(
            "{}",
            "{\"rate\": 8000, \"size\": 256, \"hop\": 64}",
            whole.replaceAll("\"size\" : 256", "\"size\" : 255"),
            whole.replaceAll("\"start\" : \\[[^]]*]", "\"start\" : \"x\""),
            whole.replaceAll("\"start\" : \\[[^]]*]", "\"start\" : [0.5, 1.5]"))) {
      assertNotEquals(whole, settings);
      Files.writeString(copy.resolve("speech.json"), settings);
      Commands.refuses(
          List.of(
              "diarize",
              "run",
              "--model",
              copy,
              "--in",
              folder.resolve("mixture.wav"),
              "--out",
              out),
          "speech.json",
          "damaged");
    }
    assertTrue(Files.notExists(out));
  }

  @Test
  void soundOfAnotherRateIsResampledAndThatIsSaid() throws IOException {
    Path mixture = folder.resolve("mixture.wav");
    float[] twice = new float[2 * TwoVoices.CONVERSATION.mixture().length];
    try (SampleSource source =
        SampleSource.of(TwoVoices.CONVERSATION.mixture(), RATE).at(2 * RATE)) {
      for (int done = 0, n = 1; n > 0; done += n) {
        n = source.read(twice, done, twice.length - done);
      }
    }
    Path fast = write("fast", twice, 2 * RATE);
    Path out = folder.resolve("other.rttm");
    Commands.Outcome outcome =
        Commands.run("diarize", "run", "--model", model, "--in", fast, "--out", out);
    assertTrue(
        outcome.errors().contains("fast.wav has 16000 Hz, the model 8000 Hz"), outcome.errors());
    Annotation resampled = Rttm.readOne(out);
    Annotation plain = answer();
    for (String speaker : SPEAKERS) {
      double both = plain.of(speaker).and(resampled.of(speaker)).duration();
      double either = plain.of(speaker).or(resampled.of(speaker)).duration();
      assertTrue(both > 0.8 * either, speaker + ": " + both + " s of " + either + " s");
    }
    outcome = Commands.run("diarize", "run", "--model", model, "--in", mixture, "--out", out);
    assertFalse(outcome.errors().contains("resampled"), outcome.errors());
    Path quick = folder.resolve("quick");
    outcome =
        Commands.run(
            "diarize",
            "train",
            "--speaker",
            "all=" + fast,
            "--mixture",
            mixture,
            "--expert-epochs",
            1,
            "--epochs",
            1,
            "--out",
            quick);
    assertEquals(0, outcome.code(), outcome.errors());
    assertTrue(
        outcome.errors().contains("fast.wav has 16000 Hz, the model 8000 Hz"), outcome.errors());
    assertFalse(outcome.errors().contains("mixture.wav has"), outcome.errors());
  }

  @Test
  void badInputIsRefusedAndNothingIsWritten() throws IOException {
    Path silent = write("silent", new float[8000], RATE);
    Path out = folder.resolve("refused");
    Path mixture = folder.resolve("mixture.wav");
    Commands.refuses(
        List.of("diarize", "train", "--speaker", "a=" + silent, "--mixture", mixture, "--out", out),
        "silent.wav",
        "silence alone");
    Path blip = write("blip", Arrays.copyOf(Waveform.read(mixture).channels()[0], 700), RATE);
    Commands.refuses(
        List.of("diarize", "train", "--speaker", "a=" + blip, "--mixture", mixture, "--out", out),
        "blip.wav",
        "speech of a");
    Commands.refuses(
        List.of(
            "diarize", "train", "--speaker", "../a=" + mixture, "--mixture", mixture, "--out", out),
        "slashes",
        "../a");
    Commands.refuses(
        List.of(
            "diarize", "train", "--speaker", "a=nowhere.wav", "--mixture", mixture, "--out", out),
        "nowhere.wav");
    Commands.refuses(
        List.of("diarize", "run", "--model", model, "--in", silent, "--out", out),
        "silent.wav",
        "silence alone");
    Path empty = Files.createFile(folder.resolve("empty.wav"));
    Path answer = folder.resolve("none.rttm");
    Commands.refuses(
        List.of("diarize", "run", "--model", model, "--in", empty, "--out", answer), "empty.wav");
    Commands.refuses(
        List.of("diarize", "run", "--model", folder, "--in", mixture, "--out", answer),
        "speech.json");
    Commands.refuses(
        List.of("diarize", "run", "--model", model, "--in", mixture, "--out", mixture), "--out");
    assertTrue(Files.notExists(answer));
    assertTrue(Files.notExists(out));
  }
}
