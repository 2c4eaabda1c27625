package vaelab.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vaelab.data.BadDataException;
import vaelab.data.DataOrigin;
import vaelab.data.DataPlaces;
import vaelab.data.Sha256;

/**
 * The Free Spoken Digit Dataset where it is found, else synthesised voices, announced loudly.
 *
 * <p>Files are named {@code {digit}_{speaker}_{index}.wav}, 8 kHz, one channel, in the folder
 * {@code fsdd} of the places that {@link DataPlaces} lists. They are real by the SHA-256 of each
 * speaker's files: that of the lines {@code sha256sum} prints for them in the order of their names.
 * Nothing is downloaded here: that is what {@code data-scripts/fsdd.sh} does.
 */
public final class FsddRecordings {
  /** Samples a second of every recording. */
  public static final int RATE = 8000;

  /** Recordings of each of the ten digits by each synthesised speaker, as many as in the corpus. */
  public static final int STAND_IN_PER_DIGIT = 50;

  static final Map<String, String> PUBLISHED =
      Map.of(
          "george", "7543fea03052e8492c445f376230a4b080e882d238532002bc974a6e69577f3d",
          "jackson", "422e32a8d1b20006e18ea0bcdcce21860ec13781d91f1786b18ba266c9d6de01",
          "nicolas", "fc6e8ed1b1b7280008c3cb0ac9568e16309aa37d9f4956493e5a00e34bdba3c8",
          "theo", "035698b2fc6b549ea4647cf6740dba8b57a7c6604383cffe2288b54cac6eca1c");

  private static final System.Logger LOG = System.getLogger(FsddRecordings.class.getName());
  private static final Pattern NAME = Pattern.compile("(\\d)_([A-Za-z]+)_(\\d{1,9})\\.wav");

  private FsddRecordings() {}

  /**
   * Loads the recordings from the places of this process, see {@link DataPlaces}.
   *
   * @return the corpus, or {@link FormantVoice#recordings} with the same number of recordings
   * @throws UncheckedIOException when files are there but damaged or of another format
   * @throws IllegalArgumentException when {@code $VAELAB_DATA} names no folder
   */
  public static Recordings load() {
    List<Path> searchPath = DataPlaces.ofThisProcess().searchPath("fsdd");
    try {
      Optional<Recordings> found = find(searchPath);
      if (found.isPresent()) {
        return found.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    Recordings standIn = FormantVoice.recordings(STAND_IN_PER_DIGIT, RATE, 0);
    LOG.log(
        System.Logger.Level.WARNING,
        standIn.origin().description()
            + ". Looked in "
            + searchPath
            + ". For the real data run data-scripts/fsdd.sh or set VAELAB_DATA.");
    return standIn;
  }

  /**
   * Reads the recordings of the first folder that has some.
   *
   * @param searchPath folders, best first; they need not exist
   * @return the recordings in the order of speakers, digits and indices; empty when there are none
   * @throws IOException when a file cannot be read, or is not one channel at 8 kHz
   */
  public static Optional<Recordings> find(List<Path> searchPath) throws IOException {
    for (Path folder : searchPath) {
      Map<String, List<Path>> files = files(folder);
      if (!files.isEmpty()) {
        Recordings found = read(folder, files);
        if (!found.origin().real()) {
          LOG.log(System.Logger.Level.WARNING, found.origin().description());
        }
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Files by speaker, in the order of their names. */
  private static Map<String, List<Path>> files(Path folder) throws IOException {
    Map<String, List<Path>> bySpeaker = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          Matcher name = NAME.matcher(file.getFileName().toString());
          if (name.matches()) {
            bySpeaker.computeIfAbsent(name.group(2), speaker -> new ArrayList<>()).add(file);
          }
        }
      }
    }
    return bySpeaker;
  }

  private static Recordings read(Path folder, Map<String, List<Path>> files) throws IOException {
    List<Recording> all = new ArrayList<>();
    Map<String, String> sha256 = new TreeMap<>();
    boolean genuine = true;
    for (Map.Entry<String, List<Path>> speaker : files.entrySet()) {
      StringBuilder lines = new StringBuilder();
      for (Path file : speaker.getValue()) {
        lines.append(Sha256.of(file)).append("  ").append(file.getFileName()).append('\n');
        all.add(recording(file));
      }
      String sum = Sha256.of(lines.toString().getBytes(StandardCharsets.UTF_8));
      sha256.put(speaker.getKey(), sum);
      genuine &= sum.equals(PUBLISHED.get(speaker.getKey()));
    }
    DataOrigin origin =
        genuine
            ? new DataOrigin("fsdd", true, "Free Spoken Digit Dataset, verified by SHA-256", sha256)
            : new DataOrigin(
                "unverified",
                false,
                "UNVERIFIED recordings with the Free Spoken Digit Dataset's names in "
                    + folder.getFileName(),
                sha256);
    return new Recordings(all, RATE, origin);
  }

  private static Recording recording(Path file) throws IOException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    Waveform sound = Waveform.read(file);
    if (!name.matches() || sound.rate() != RATE || sound.channels().length != 1) {
      throw BadDataException.of(
          file,
          "one channel at " + RATE + " Hz, as all of the Free Spoken Digit Dataset",
          sound.channels().length + " at " + sound.rate() + " Hz",
          "Convert it, for example with: ffmpeg -i IN -ac 1 -ar " + RATE);
    }
    return new Recording(
        name.group(2), name.group(1), Integer.parseInt(name.group(3)), sound.mixedDown());
  }
}
