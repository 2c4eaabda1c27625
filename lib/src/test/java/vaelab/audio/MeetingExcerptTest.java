package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.DataPlaces;

class MeetingExcerptTest {
  @TempDir Path folder;

  @Test
  void pairsOfFilesAreExcerpts() throws IOException {
    for (String name : List.of("b.wav", "b.rttm", "a.wav", "a.rttm", "c.wav", "d.rttm")) {
      Files.createFile(folder.resolve(name));
    }
    assertEquals(
        List.of(
            new MeetingExcerpt("a", folder.resolve("a.wav"), folder.resolve("a.rttm")),
            new MeetingExcerpt("b", folder.resolve("b.wav"), folder.resolve("b.rttm"))),
        MeetingExcerpt.find(List.of(folder.resolve("none"), folder)));
    assertEquals(List.of(), MeetingExcerpt.find(List.of()));
  }

  /** Only where the excerpts are: float and 16-bit files, with other chunks before the samples. */
  @Test
  void excerptsOfMeetingsAreRead() throws IOException {
    List<MeetingExcerpt> found = MeetingExcerpt.find(DataPlaces.ofThisProcess().searchPath("ami"));
    assumeFalse(found.isEmpty(), "no excerpts of the AMI corpus");
    for (MeetingExcerpt excerpt : found) {
      Waveform sound = Waveform.read(excerpt.sound());
      assertEquals(16_000, sound.rate());
      assertEquals(30, sound.seconds(), 0.01);
      double energy = 0;
      for (float sample : sound.mixedDown()) {
        energy += sample * sample;
      }
      assertTrue(energy > 0);
    }
  }
}
