package vaelab.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.audio.Waveform;

class PlayerTest {
  @TempDir Path folder;

  @Test
  void carriesTheSoundAlong() throws IOException {
    Waveform sound = heard(0.5f, -1, 0);
    assertEquals(8000, sound.rate());
    assertArrayEquals(new float[] {0.5f, -1, 0}, sound.mixedDown(), 1e-4f);
  }

  @Test
  void loudSoundIsMadeSofterAsAWhole() throws IOException {
    assertArrayEquals(new float[] {0.25f, -1, 0.5f}, heard(1, -4, 2).mixedDown(), 1e-4f);
  }

  @Test
  void isShownAsHtml() {
    Rendering rendering = Renderings.of(new Player("a < b", new float[8], 8000));
    String html = rendering.data().get(Rendering.HTML);
    assertTrue(html.contains("a &lt; b") && html.contains("data:audio/wav;base64,UklGR"), html);
    assertEquals("[sound: a < b]", rendering.text());
  }

  private Waveform heard(float... samples) throws IOException {
    Path file = folder.resolve("sound.wav");
    Files.write(file, new Player("", samples, 8000).wav());
    return Waveform.read(file);
  }
}
