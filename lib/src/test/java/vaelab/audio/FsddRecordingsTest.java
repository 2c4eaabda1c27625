package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.BadDataException;
import vaelab.data.DataPlaces;
import vaelab.data.Sha256;
import vaelab.diarization.SpeakerTurn;

class FsddRecordingsTest {
  @TempDir Path folder;

  @Test
  void readsWhatHasTheNames() throws IOException {
    Path data = folder.resolve("fsdd");
    for (String name : List.of("3_eve_12", "3_eve_2", "0_adam_0")) {
      Waveform.mono(new float[] {0.5f, -0.25f}, 8000)
          .write(data.resolve(name + ".wav"), SampleType.PCM_16);
    }
    Files.writeString(data.resolve("README.md"), "no recording");
    Files.writeString(data.resolve("10_eve_2.wav"), "no digit");
    Recordings found = FsddRecordings.find(List.of(folder.resolve("none"), data)).orElseThrow();
    assertEquals(List.of("adam", "eve"), found.speakers());
    assertEquals(8000, found.rate());
    assertEquals(List.of(12, 2), found.of("eve").stream().map(Recording::index).toList());
    assertEquals("3", found.of("eve").get(0).text());
    assertEquals(-0.25f, found.of("adam").get(0).samples()[1]);
    assertFalse(found.origin().real());
    assertEquals("unverified", found.origin().name());
    String lines =
        "%s  3_eve_12.wav\n%s  3_eve_2.wav\n"
            .formatted(
                Sha256.of(data.resolve("3_eve_12.wav")), Sha256.of(data.resolve("3_eve_2.wav")));
    assertEquals(
        Sha256.of(lines.getBytes(StandardCharsets.UTF_8)), found.origin().sha256().get("eve"));
  }

  @Test
  void anEmptyPlaceIsNoCorpus() throws IOException {
    assertEquals(Optional.empty(), FsddRecordings.find(List.of(folder, folder.resolve("x"))));
  }

  @Test
  void otherFormatsAreErrors() throws IOException {
    Waveform.mono(new float[9], 16_000).write(folder.resolve("1_eve_0.wav"), SampleType.PCM_16);
    assertSays(
        BadDataException.class,
        () -> FsddRecordings.find(List.of(folder)),
        "1_eve_0.wav",
        "8000 Hz",
        "1 at 16000 Hz");
  }

  /** Only where the corpus is: four of its speakers, known by their checksums. */
  @Test
  void theCorpusIsKnownByItsChecksums() throws IOException {
    Optional<Recordings> found = FsddRecordings.find(DataPlaces.ofThisProcess().searchPath("fsdd"));
    assumeTrue(found.isPresent() && found.get().origin().real(), "no Free Spoken Digit Dataset");
    for (String speaker : found.get().speakers()) {
      assertEquals(500, found.get().of(speaker).size());
    }
    Conversation made =
        ConversationPlan.PAPER_TEST.make(
            found.get().split(0.26, 1).held(), List.of("george", "theo"), 1);
    for (int h = 0; h < 2; h++) {
      String name = made.speakers().get(h);
      double spoken =
          made.turns(0.3).stream()
              .filter(turn -> turn.speaker().equals(name))
              .mapToDouble(SpeakerTurn::duration)
              .sum();
      assertEquals(ConversationPlan.PAPER_TEST.activity().get(h), spoken / 120, 0.01);
    }
    assertEquals(0, made.reused());
    assertTrue(made.turns(0.5).size() > 10);
  }
}
