package vaelab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vaelab.data.BadDataException;
import vaelab.diarization.Annotation;
import vaelab.diarization.DiarizationErrorRate;
import vaelab.diarization.DiarizationScore;
import vaelab.diarization.Rttm;
import vaelab.diarization.Timeline;
import vaelab.diarization.Uem;

/** {@code vaelab score der}. */
@Command(
    name = "der",
    description = {
      "Diarization error rate with its parts, one row a recording and one for all together.",
      "Recordings are paired by their names; a recording that the answer lacks is missed whole."
    },
    mixinStandardHelpOptions = true)
final class ScoreDerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--ref", required = true, description = "Reference (RTTM).")
  private Path reference;

  @Option(names = "--hyp", required = true, description = "Answer (RTTM).")
  private Path hypothesis;

  @Option(
      names = "--collar",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description =
          "What is left out around each start and end of the reference, in all: 0.5 is 0.25 on"
              + " either side; default ${DEFAULT-VALUE}.")
  private double collar;

  @Option(
      names = "--skip-overlap",
      description = "Leave out where several reference speakers speak.")
  private boolean skipOverlap;

  @Option(
      names = "--uem",
      description =
          "What counts (UEM); otherwise from the first start to the last end in either file.")
  private Path uem;

  @Override
  public Integer call() throws IOException {
    DiarizationErrorRate measure = new DiarizationErrorRate(collar, skipOverlap);
    List<Annotation> references = Rttm.read(reference);
    List<Annotation> answers = Rttm.read(hypothesis);
    requireTurns(references, answers);
    Map<String, Timeline> regions = uem == null ? Map.of() : Uem.read(uem);
    int width = references.stream().mapToInt(r -> r.recording().length()).max().orElse(0);
    String format = "%-" + Math.max(9, width) + "s  %8s  %8s  %8s  %9s  %9s  %10s%n";
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        format, "recording", "DER %", "miss %", "false %", "confus. %", "correct %", "speech s");
    DiarizationScore all = new DiarizationScore(0, 0, 0, 0, 0, Map.of());
    for (Annotation own : references) {
      DiarizationScore score = score(measure, own, answer(answers, own.recording()), regions);
      print(out, format, own.recording(), score);
      all = all.plus(score);
    }
    if (references.size() > 1) {
      print(out, format, "all", all);
    }
    out.flush();
    return 0;
  }

  private void requireTurns(List<Annotation> references, List<Annotation> answers)
      throws BadDataException {
    if (references.isEmpty()) {
      throw BadDataException.of(
          reference, "turns of at least one recording", "none", "Give the reference as RTTM");
    }
    List<String> names = references.stream().map(Annotation::recording).toList();
    for (Annotation answer : answers) {
      if (!names.contains(answer.recording())) {
        throw BadDataException.of(
            hypothesis,
            "recordings of the reference, " + names,
            "'" + answer.recording() + "'",
            "Name recordings alike in both files: it is the second field of a line");
      }
    }
  }

  private static Annotation answer(List<Annotation> answers, String recording) {
    return answers.stream()
        .filter(answer -> answer.recording().equals(recording))
        .findFirst()
        .orElse(new Annotation(recording, List.of()));
  }

  private DiarizationScore score(
      DiarizationErrorRate measure,
      Annotation own,
      Annotation answer,
      Map<String, Timeline> regions)
      throws BadDataException {
    if (uem == null) {
      return measure.score(own, answer);
    }
    Timeline region = regions.get(own.recording());
    if (region == null) {
      throw BadDataException.of(
          uem,
          "a line for every recording",
          "none for '" + own.recording() + "'",
          "Add it, or leave out --uem");
    }
    return measure.score(own, answer, region);
  }

  private static void print(PrintWriter out, String format, String name, DiarizationScore score) {
    out.printf(
        format,
        name,
        percent(score.rate()),
        percent(score.missRate()),
        percent(score.falseAlarmRate()),
        percent(score.confusionRate()),
        percent(score.correctRate()),
        String.format(Locale.ROOT, "%.3f", score.total()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }
}
