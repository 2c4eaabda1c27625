package vaelab.experiments.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.audio.Conversation;
import vaelab.audio.SampleType;
import vaelab.audio.Waveform;
import vaelab.data.BadDataException;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;

/**
 * The test conversations as files for any other system, {@code ID.wav} with its reference {@code
 * ID.rttm}, and that system's answers, {@code ID.rttm} again in a folder of its own.
 */
final class ConversationFiles {
  private final Path folder;
  private final SpeechModels models;
  private final List<List<String>> pairs;
  private final Map<String, Map<String, Annotation>> answers = new LinkedHashMap<>();

  ConversationFiles(Path folder, SpeechModels models, List<List<String>> pairs) {
    this.folder = folder;
    this.models = models;
    this.pairs = pairs;
  }

  @FunctionalInterface
  private interface Visitor {
    void accept(String id, List<String> pair, DiarizationTrial trial) throws IOException;
  }

  private void forEach(Visitor visitor) throws IOException {
    for (List<String> pair : pairs) {
      int number = 1;
      for (DiarizationTrial trial : models.trials(pair)) {
        visitor.accept(String.join("-", pair) + "-" + number++, pair, trial);
      }
    }
  }

  /** Writes what is not there yet. */
  void write() throws IOException {
    forEach(
        (id, pair, trial) -> {
          Path sound = folder.resolve(id + ".wav");
          if (!Files.exists(sound)) {
            Conversation conversation = trial.conversation();
            // Sums of loud recordings may lie beyond full scale, which integers would clip.
            Waveform.mono(conversation.mixture(), conversation.rate())
                .write(sound, SampleType.FLOAT_32);
          }
          Path reference = folder.resolve(id + ".rttm");
          if (!Files.exists(reference)) {
            Rttm.write(reference, new Annotation(id, trial.reference().turns()));
          }
        });
  }

  /**
   * Reads another system's answers.
   *
   * @param name what the table calls it
   * @param from folder of the answers; an answer without turns found nobody
   * @throws IOException if the answer to a conversation is missing, damaged, or of several
   *     recordings
   */
  void readAnswers(String name, Path from) throws IOException {
    Map<String, Annotation> own = new LinkedHashMap<>();
    forEach(
        (id, pair, trial) -> {
          Path file = from.resolve(id + ".rttm");
          if (!Files.exists(file)) {
            throw BadDataException.of(
                file,
                "the answer of %s to %s.wav".formatted(name, id),
                "no file",
                "Let it answer every sound in %s, and name answers like sounds".formatted(folder));
          }
          List<Annotation> all = Rttm.read(file);
          own.put(id, all.isEmpty() ? new Annotation(id, List.of()) : one(file, all));
        });
    answers.put(name, own);
  }

  private static Annotation one(Path file, List<Annotation> all) throws IOException {
    if (all.size() > 1) {
      throw BadDataException.of(
          file,
          "the answer to one recording",
          "those to " + all.stream().map(Annotation::recording).toList(),
          "Write one file a recording");
    }
    return all.get(0);
  }

  /** One result a system. */
  List<DiarizedSystem.Result> results() throws IOException {
    List<DiarizedSystem.Result> results = new ArrayList<>();
    for (Map.Entry<String, Map<String, Annotation>> system : answers.entrySet()) {
      DiarizedSystem scored = DiarizedSystem.ofAnswers(system.getKey());
      forEach((id, pair, trial) -> scored.add(pair, trial, system.getValue().get(id)));
      results.add(scored.result());
    }
    return results;
  }

  /** Names of the systems whose answers have been read. */
  List<String> systems() {
    return List.copyOf(answers.keySet());
  }
}
