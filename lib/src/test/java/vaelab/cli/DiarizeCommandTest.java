package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.Conversation;
import vaelab.audio.ConversationPlan;
import vaelab.audio.FormantVoice;
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
        2,
        "--epochs",
        2,
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
    Commands.succeeds(
        "diarize", "run", "--model", model, "--in", mixture, "--out", out, "--separate", separated);
    for (Annotation answer : Rttm.read(out)) {
      assertEquals("mixture", answer.recording());
      for (SpeakerTurn turn : answer.turns()) {
        assertTrue(SPEAKERS.contains(turn.speaker()) && turn.end() < 20.1, turn.toString());
      }
    }
    for (String speaker : SPEAKERS) {
      Waveform sound = Waveform.read(separated.resolve(speaker + ".wav"));
      assertEquals(RATE, sound.rate());
      assertEquals(20 * RATE, sound.frames());
    }
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
        1,
        "--epochs",
        1,
        "--out",
        out);
    Path answer = folder.resolve("labelled.rttm");
    Commands.succeeds("diarize", "run", "--model", out, "--in", mixture, "--out", answer);
    assertTrue(Files.exists(answer));

    Rttm.write(labels, new Annotation("mixture", List.of(new SpeakerTurn("late", 25, 3))));
    Path refused = folder.resolve("beyond");
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
  }
}
