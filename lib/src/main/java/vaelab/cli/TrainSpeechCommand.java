package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.Scale;
import vaelab.experiments.speech.DiarizedSystem;
import vaelab.experiments.speech.WhoSpeaksWhen;
import vaelab.experiments.speech.WhoSpeaksWhenConfig;
import vaelab.experiments.speech.WhoSpeaksWhenFigures;
import vaelab.plot.Figures;
import vaelab.train.TerminalProgress;

/** {@code vaelab train speech}. */
@Command(
    name = "speech",
    description = {
      "Who speaks when: conversations of two speakers (paper section 3.3).",
      "Pretrains the experts, trains a model of every pair, diarizes unheard conversations."
    },
    mixinStandardHelpOptions = true)
final class TrainSpeechCommand implements Callable<Integer> {
  private static final double SHOWN = 10; // seconds of sound in a figure

  @Option(
      names = "--scale",
      defaultValue = "quick",
      description = "smoke (seconds), quick (minutes) or paper (hours); default ${DEFAULT-VALUE}.")
  private Scale scale;

  @Option(
      names = "--answers",
      paramLabel = "NAME=DIR",
      description = {
        "Another system's answers to the test conversations, for a row of the table: DIR/ID.rttm for",
        "every conversations/ID.wav of the run, which it writes before it trains. Once a system; add",
        "--resume to score answers after the run."
      })
  private List<String> answers = List.of();

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    WhoSpeaksWhenConfig config = WhoSpeaksWhenConfig.of(scale, run.seed());
    try (WhoSpeaksWhen experiment = new WhoSpeaksWhen(config, out)) {
      System.err.println("data: " + experiment.origin().description());
      for (Map.Entry<String, Path> system : NamedFiles.of("--answers", answers).entrySet()) {
        experiment.readAnswers(system.getKey(), system.getValue());
      }
      experiment.pretrain(new TerminalProgress());
      experiment.train(new TerminalProgress());
      List<DiarizedSystem.Result> results = experiment.evaluate();
      WhoSpeaksWhenFigures figures = new WhoSpeaksWhenFigures(experiment);
      ResultFiles.writeFigure(out, "spectrograms", figures.spectrograms(0, 0, SHOWN));
      ResultFiles.writeFigure(out, "reconstructions", figures.reconstructions(0, 0, SHOWN));
      ResultFiles.writeFigure(out, "answer", figures.answer(0, 0, 2 * SHOWN));
      ResultFiles.writeFigure(
          out, "miss-against-false-alarm", Figures.toImage(figures.missAgainstFalseAlarm(results)));
    }
    run.printTable();
    return 0;
  }
}
