package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vaelab.experiments.speech.ConversationModel;
import vaelab.experiments.speech.ConversationTraining;
import vaelab.train.TerminalProgress;

/** {@code vaelab diarize train}. */
@Command(
    name = "train",
    description = {
      "Learns each speaker from a recording of that speaker alone, and all of them together from",
      "a conversation whose labels nobody knows. Or everything from one labelled conversation."
    },
    mixinStandardHelpOptions = true)
final class DiarizeTrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--speaker",
      paramLabel = "NAME=FILE",
      description = "A recording of one speaker alone (.wav), with pauses. Once for each speaker.")
  private List<String> speakers;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "In the place of --speaker: who speaks when in the mixture (RTTM); speakers are learned"
              + " from their own turns.")
  private Path labels;

  @Option(
      names = "--mixture",
      paramLabel = "FILE",
      required = true,
      description = "A conversation of these speakers (.wav), without labels.")
  private Path mixture;

  @Option(
      names = "--expert-epochs",
      paramLabel = "N",
      description = "Epochs of each speaker; default: 30, more where there are not six minutes.")
  private Integer expertEpochs;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Epochs of the conversation; default: 10, more where there are not six minutes.")
  private Integer epochs;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    if ((speakers == null) == (labels == null)) {
      throw new IllegalArgumentException(
          "expected either --speaker NAME=FILE for each speaker or --labels FILE, found %s."
              .formatted(labels == null ? "neither" : "both"));
    }
    ConversationTraining.Plan plan =
        new ConversationTraining.Plan(
            run.directory(),
            wanted("--expert-epochs", expertEpochs),
            wanted("--epochs", epochs),
            run.seed());
    Map<String, Path> tracks = labels == null ? NamedFiles.of("--speaker", speakers) : Map.of();
    ConversationTraining training =
        labels == null
            ? ConversationTraining.ofTracks(tracks, mixture, plan)
            : ConversationTraining.ofLabels(labels, mixture, plan);
    DiarizeCommand.sayIfResampled(mixture, training.rate(), spec.commandLine().getErr());
    for (Path track : tracks.values()) {
      DiarizeCommand.sayIfResampled(track, training.rate(), spec.commandLine().getErr());
    }
    try (ConversationModel model = training.run(new TerminalProgress())) {
      System.out.printf(
          "speakers %s, %d Hz; tell who speaks when with: vaelab diarize run --model %s --in ...%n",
          String.join(", ", model.speakers()), model.rate(), plan.directory());
    }
    return 0;
  }

  /** What is given, or 0 where it is for the plan to say. */
  private static int wanted(String option, Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException(
          "expected %s of at least 1, found %d.".formatted(option, value));
    }
    return value == null ? 0 : value;
  }
}
