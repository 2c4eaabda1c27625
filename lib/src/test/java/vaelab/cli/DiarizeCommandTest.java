package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.Conversation;
import vaelab.audio.ConversationPlan;
import vaelab.audio.FormantVoice;
import vaelab.audio.FsddRecordings;
import vaelab.audio.Loudness;
import vaelab.audio.SampleType;
import vaelab.audio.Waveform;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;
import vaelab.diarization.SpeakerTurn;

/** From recordings to an answer, as a user goes, on synthesised voices. */
class DiarizeCommandTest {
  private static final int RATE = 8000;
  private static final List<String> SPEAKERS = List.of("bass", "soprano");

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void train() throws IOException {
    Conversation conversation =
        new ConversationPlan(20, List.of(0.3, 0.37), 0.25, Loudness.AS_RECORDED, 0.0008)
            .make(FormantVoice.recordings(4, RATE, 0), SPEAKERS, 1);
    for (int h = 0; h < 2; h++) {
      write(SPEAKERS.get(h), conversation.tracks()[h], RATE);
    }
    write("mixture", conversation.mixture(), RATE);
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
        25,
        "--epochs",
        10,
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
    Path mixture = folder.resolve("mixture.wav");
    run(mixture, out, "--threshold", 0, "--separate", separated);
    Annotation answer = Rttm.readOne(out);
    assertEquals("mixture", answer.recording());
    assertFalse(answer.turns().isEmpty(), "of some one it must be thinkable that he speaks");
    for (SpeakerTurn turn : answer.turns()) {
      assertTrue(SPEAKERS.contains(turn.speaker()) && turn.end() < 20.1, turn.toString());
    }
    for (String speaker : SPEAKERS) {
      Waveform sound = Waveform.read(separated.resolve(speaker + ".wav"));
      assertEquals(RATE, sound.rate());
      assertEquals(20 * RATE, sound.frames());
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
    Path none = folder.resolve("none-chosen.rttm");
    for (String bad : List.of("--threshold=1", "--threshold=-0.1", "--gap=-1")) {
      Commands.refuses(
          List.of("diarize", "run", "--model", model, "--in", mixture, "--out", none, bad),
          "--threshold",
          "--gap");
    }
    Commands.refuses(
        List.of("diarize", "run", "--model", model, "--in", mixture, "--out", folder), "directory");
    assertTrue(Files.notExists(none));
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
    for (String settings : List.of("{}", "{\"rate\": 8000, \"size\": 256, \"hop\": 64}")) {
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
  void soundOfAnotherRateIsResampled() throws IOException {
    Path out = folder.resolve("other.rttm");
    Path fast = write("fast", new float[32_000], 16_000);
    Commands.succeeds("diarize", "run", "--model", model, "--in", fast, "--out", out);
    assertEquals(List.of(), Rttm.read(out), "silence has no turns");
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

  @Test
  void learnsFromALabelledConversation() throws IOException {
    Path mixture = folder.resolve("mixture.wav");
    Path labels = folder.resolve("labels.rttm");
    Rttm.write(
        labels,
        new Annotation(
            "mixture", List.of(new SpeakerTurn("a", 0, 9), new SpeakerTurn("b", 8.5, 9))));
    Path out = folder.resolve("labelled");
    Commands.succeeds(
        "diarize",
        "train",
        "--labels",
        labels,
        "--mixture",
        mixture,
        "--expert-epochs",
        25,
        "--epochs",
        10,
        "--out",
        out);
    Path answer = folder.resolve("labelled.rttm");
    Commands.succeeds(
        "diarize", "run", "--model", out, "--in", mixture, "--out", answer, "--threshold", 0);
    assertTrue(Set.of("a", "b").containsAll(Rttm.readOne(answer).speakers()));

    Path refused = folder.resolve("beyond");
    List<SpeakerTurn> crowd =
        IntStream.range(0, 11).mapToObj(h -> new SpeakerTurn("s" + h, h, 1)).toList();
    Rttm.write(labels, new Annotation("mixture", crowd));
    Commands.refuses(
        List.of("diarize", "train", "--labels", labels, "--mixture", mixture, "--out", refused),
        "at most 10 speakers",
        "11");
    Rttm.write(labels, new Annotation("mixture", List.of(new SpeakerTurn("late", 25, 3))));
    Commands.refuses(
        List.of("diarize", "train", "--labels", labels, "--mixture", mixture, "--out", refused),
        "late",
        "0.00 s");
    Commands.refuses(
        List.of("diarize", "train", "--mixture", mixture, "--out", refused), "neither");
    assertTrue(Files.notExists(refused));
  }

  @Test
  void makesConversations() throws IOException {
    Path out = folder.resolve("made");
    Commands.refuses(
        List.of("conversation", "make", "--speaker", "nobody", "--activity", "0.3", "--out", out),
        "'nobody'");
    assertTrue(Files.notExists(out));
    List<String> speakers = FsddRecordings.load().speakers().subList(0, 2);
    Commands.succeeds(
        "conversation",
        "make",
        "--speaker",
        speakers.get(0),
        "--speaker",
        speakers.get(1),
        "--activity",
        "0.3,0.4",
        "--seconds",
        20,
        "--noise",
        0,
        "--unheard",
        "--out",
        out);
    assertEquals(
        Stream.concat(
                Stream.of("mixture.wav", "reference.rttm"), speakers.stream().map(s -> s + ".wav"))
            .sorted()
            .toList(),
        Commands.files(out));
    Annotation reference = Rttm.readOne(out.resolve("reference.rttm"));
    assertEquals(Set.copyOf(speakers), Set.copyOf(reference.speakers()));
    float[] sum = Waveform.read(out.resolve("mixture.wav")).channels()[0];
    for (String speaker : speakers) {
      float[] track = Waveform.read(out.resolve(speaker + ".wav")).channels()[0];
      for (int i = 0; i < sum.length; i++) {
        sum[i] -= track[i];
      }
    }
    for (float rest : sum) {
      assertEquals(0, rest, 1e-6, "without noise the tracks add up to the mixture");
    }
    Commands.refuses(
        List.of(
            "conversation",
            "make",
            "--speaker",
            speakers.get(0),
            "--activity",
            "0.3",
            "--out",
            out),
        "empty");
  }
}
