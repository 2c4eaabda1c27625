package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.FsddRecordings;
import vaelab.audio.Waveform;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;

class ConversationMakeCommandTest {
  @TempDir Path folder;

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
