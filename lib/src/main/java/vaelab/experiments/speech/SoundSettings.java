package vaelab.experiments.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vaelab.audio.PatchLayout;
import vaelab.audio.PatchScaling;
import vaelab.audio.Spectrogram;
import vaelab.audio.SpectrogramPatches;
import vaelab.audio.Stft;
import vaelab.audio.Window;
import vaelab.data.AtomicFiles;
import vaelab.data.BadDataException;
import vaelab.diarization.MarkovActivity;
import vaelab.msvae.MsVae;

/**
 * What belongs to the networks of a model of speakers: how sound becomes rows, and how long
 * activity lasts.
 *
 * @param rate samples a second of the sound that the model knows
 * @param size samples of a column
 * @param hop samples from one column to the next
 * @param gain factor of magnitudes
 * @param start for each speaker the probability to start in the next row; empty before it is known
 * @param stop for each speaker the probability to stop
 */
record SoundSettings(int rate, int size, int hop, double gain, double[] start, double[] stop) {
  /** File name. */
  static final String FILE = "speech.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Before it is known how long activity lasts. */
  static SoundSettings of(int rate, Stft stft, double gain) {
    return new SoundSettings(rate, stft.size(), stft.hop(), gain, new double[0], new double[0]);
  }

  /** The same with what is known of that. */
  SoundSettings with(MarkovActivity chains) {
    return new SoundSettings(rate, size, hop, gain, chains.start(), chains.stop());
  }

  /**
   * Reads the settings of a model.
   *
   * @param directory where a training left it
   * @param model its networks
   * @return the settings
   * @throws IOException if they are damaged, or those of another model
   */
  static SoundSettings read(Path directory, MsVae model) throws IOException {
    Path file = directory.resolve(FILE);
    JsonNode node = JSON.readTree(file.toFile());
    Optional<SoundSettings> settings = parsed(node).filter(read -> read.fit(model));
    if (settings.isEmpty()) {
      throw BadDataException.of(
          file,
          "rate, size, hop and gain above 0 for rows of D = %d, and chains for %d speakers"
              .formatted(model.sizes().dim(), model.streams().size()),
          node.toString(),
          "The file is damaged, or that of another model; train it again");
    }
    return settings.get();
  }

  /** Refuses a directory without them. */
  static void requireIn(Path directory) throws IOException {
    if (!Files.exists(directory.resolve(FILE))) {
      throw BadDataException.of(
          directory,
          "the directory of a model of speakers, with " + FILE,
          "none",
          "Train one with 'vaelab diarize train'");
    }
  }

  /** Empty where something is no list of probabilities that should be one. */
  private static Optional<SoundSettings> parsed(JsonNode node) {
    try {
      return Optional.of(
          new SoundSettings(
              node.path("rate").asInt(),
              node.path("size").asInt(),
              node.path("hop").asInt(),
              node.path("gain").asDouble(),
              JSON.convertValue(node.path("start"), double[].class),
              JSON.convertValue(node.path("stop"), double[].class)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean fit(MsVae model) {
    if (!(rate > 0 && gain > 0 && Double.isFinite(gain)) || start == null || stop == null) {
      return false;
    }
    try {
      return chains().streams() == model.streams().size() && patches().dim() == model.sizes().dim();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  void write(Path directory) throws IOException {
    byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    AtomicFiles.write(directory.resolve(FILE), out -> out.write(bytes));
  }

  MarkovActivity chains() {
    return new MarkovActivity(start, stop);
  }

  SpectrogramPatches patches() {
    return new SpectrogramPatches(
        new Stft(Window.HANN, size, hop),
        Spectrogram.Measure.MAGNITUDE,
        PatchLayout.RELEASED,
        new PatchScaling.Gain(gain));
  }
}
