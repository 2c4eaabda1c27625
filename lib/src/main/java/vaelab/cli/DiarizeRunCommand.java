package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vaelab.audio.SampleSource;
import vaelab.data.BadDataException;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;
import vaelab.diarization.Span;
import vaelab.diarization.SpeakerActivity;
import vaelab.diarization.Timeline;
import vaelab.experiments.speech.ConversationModel;
import vaelab.experiments.speech.Look;

/** {@code vaelab diarize run}. */
@Command(
    name = "run",
    description = "Tells who of the model's speakers speaks when in a recording.",
    mixinStandardHelpOptions = true)
final class DiarizeRunCommand implements Callable<Integer> {
  private static final int BLOCK = 1 << 14;

  @Spec private CommandSpec spec;

  @Option(names = "--model", required = true, description = "Directory of a training.")
  private Path model;

  @Option(names = "--in", required = true, description = "Recording (.wav), of any length.")
  private Path in;

  @Option(names = "--out", required = true, description = "Where the answer goes (RTTM).")
  private Path out;

  @Option(
      names = "--separate",
      paramLabel = "DIR",
      description = "Also take the speakers apart: NAME.wav for each goes into this directory.")
  private Path separated;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      defaultValue = "0.5",
      description = {
        "Probability above which a speaker speaks: one for all, or one for each, between commas, in",
        "the order in which the training names them, or \"prior\": 1 - pi, pi being the share of time",
        "in which the training conversation has that speaker (the paper says no more than that",
        "thresholds follow from the prior); default ${DEFAULT-VALUE}."
      })
  private String threshold;

  @Option(
      names = "--grid",
      paramLabel = "SECONDS",
      description = {
        "Answer on a grid of this width: who speaks in at least half of a cell speaks in all of it.",
        "The paper's is 1; without it turns begin and end where columns do."
      })
  private Double grid;

  @Option(
      names = "--gap",
      paramLabel = "SECONDS",
      defaultValue = "0.3",
      description = "Pauses of one speaker up to this are closed; default ${DEFAULT-VALUE}.")
  private double gap;

  @Option(
      names = "--one-look",
      description =
          "Let the encoders look once, as in the paper, not again without the other speakers:"
              + " several times faster, more errors.")
  private boolean oneLook;

  @Option(
      names = "--markov",
      description = "Take into account that activity lasts: a Markov chain for each speaker.")
  private boolean markov;

  @Override
  public Integer call() throws IOException {
    Thresholds wanted = Thresholds.parse(threshold);
    if (!(gap >= 0)) {
      throw new IllegalArgumentException("expected a --gap of at least 0 s, found " + gap + ".");
    }
    ModelInput.requireOther(out, in, "--in");
    for (Path part : ConversationModel.files(model)) {
      ModelInput.requireOther(out, part, "the model");
    }
    if (Files.isDirectory(out)) {
      throw new IOException(
          "expected a file for --out, found the directory " + out + "; give another name.");
    }
    try (ConversationModel loaded = ConversationModel.load(model)) {
      if (separated != null) {
        loaded.requireNoSounds(separated);
      }
      double[] thresholds = wanted.of(loaded);
      if (grid != null && !(grid >= loaded.secondsPerColumn() && Double.isFinite(grid))) {
        throw new IllegalArgumentException(
            "expected a --grid of at least the model's columns of %s s, found %s."
                .formatted(loaded.secondsPerColumn(), grid));
      }
      double seconds = seconds();
      DiarizeCommand.sayIfResampled(in, loaded.rate(), spec.commandLine().getErr());
      long start = System.nanoTime();
      Look look = oneLook ? Look.ONCE : Look.TWICE;
      ActivityPosterior posterior = loaded.diarize(() -> SampleSource.open(in), look, markov);
      SpeakerActivity active = posterior.above(thresholds);
      Annotation answer =
          (grid == null ? active : active.onGrid(grid))
              .turns(recording())
              .withoutGaps(gap)
              .crop(
                  Timeline.of(new Span(0, seconds))); // columns and cells may reach beyond the end
      Rttm.write(out, answer);
      double took = (System.nanoTime() - start) * 1e-9;
      if (separated != null) {
        loaded.separate(() -> SampleSource.open(in), look, separated);
      }
      System.out.printf(
          Locale.ROOT,
          "%.1f s of sound, %.1f times as fast as it lasts; turns: %d, speakers: %d; written to %s%n",
          seconds,
          seconds / took,
          answer.turns().size(),
          answer.speakers().size(),
          out);
    }
    return 0;
  }

  /** Length in seconds of the recording, in which something has to be heard. */
  private double seconds() throws IOException {
    float[] block = new float[BLOCK];
    try (SampleSource source = SampleSource.open(in)) {
      for (int n = source.read(block, 0, BLOCK); n > 0; n = source.read(block, 0, BLOCK)) {
        for (int i = 0; i < n; i++) {
          if (block[i] != 0) {
            return (double) source.frames() / source.rate();
          }
        }
      }
    }
    throw BadDataException.of(
        in, "speech", "silence alone: all samples are 0", "Give another recording");
  }

  /** The file's name without its ending, as RTTM wants it. */
  private String recording() {
    String file = in.getFileName().toString();
    int dot = file.lastIndexOf('.');
    return Rttm.nameOf(dot > 0 ? file.substring(0, dot) : file);
  }
}
