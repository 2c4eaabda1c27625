package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.SampleType;
import vaelab.audio.Waveform;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;
import vaelab.diarization.SpeakerTurn;

/** A model from one labelled conversation alone. */
class DiarizeLabelsTest {
  @TempDir Path folder;

  @Test
  void learnsFromALabelledConversation() throws IOException {
    Path mixture = folder.resolve("mixture.wav");
    Waveform.mono(TwoVoices.CONVERSATION.mixture(), TwoVoices.RATE)
        .write(mixture, SampleType.FLOAT_32);
    Path labels = folder.resolve("labels.rttm");
    Rttm.write(labels, new Annotation("mixture", TwoVoices.CONVERSATION.turns(0.3)));
    Path out = folder.resolve("labelled");
    Commands.succeeds(
        "diarize",
        "train",
        "--labels",
        labels,
        "--mixture",
        mixture,
        "--expert-epochs",
        60,
        "--epochs",
        20,
        "--out",
        out);
    Path file = folder.resolve("labelled.rttm");
    Commands.succeeds("diarize", "run", "--model", out, "--in", mixture, "--out", file);
    double right = TwoVoices.accuracy(Rttm.readOne(file), TwoVoices.SPEAKERS);
    assertTrue(right > 0.6, "right: " + right);

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
    Files.writeString(labels, "SPEAKER mixture 1 5 0 <NA> <NA> a <NA> <NA>\n");
    Commands.refuses(
        List.of("diarize", "train", "--labels", labels, "--mixture", mixture, "--out", refused),
        "labels.rttm",
        "0 s");
    Commands.refuses(
        List.of("diarize", "train", "--mixture", mixture, "--out", refused), "neither");
    assertTrue(Files.notExists(refused));
  }
}
