package vaelab.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A recording with its reference: {@code NAME.wav} beside {@code NAME.rttm}, as excerpts of the AMI
 * corpus lie in the folder {@code ami} of the places that {@link vaelab.data.DataPlaces} lists.
 *
 * @param name what both files are called
 * @param sound the WAV file
 * @param turns the RTTM file
 */
public record MeetingExcerpt(String name, Path sound, Path turns) {
  private static final String SOUND = ".wav";

  /**
   * Finds excerpts.
   *
   * @param searchPath folders, best first; they need not exist
   * @return those of the first folder that has some, by name; none if no folder has
   * @throws IOException when a folder cannot be read
   */
  public static List<MeetingExcerpt> find(List<Path> searchPath) throws IOException {
    for (Path folder : searchPath) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          List<MeetingExcerpt> found =
              files
                  .filter(file -> file.getFileName().toString().endsWith(SOUND))
                  .sorted()
                  .map(MeetingExcerpt::of)
                  .filter(excerpt -> Files.isRegularFile(excerpt.turns))
                  .toList();
          if (!found.isEmpty()) {
            return found;
          }
        }
      }
    }
    return List.of();
  }

  private static MeetingExcerpt of(Path sound) {
    String file = sound.getFileName().toString();
    String name = file.substring(0, file.length() - SOUND.length());
    return new MeetingExcerpt(name, sound, sound.resolveSibling(name + ".rttm"));
  }
}
