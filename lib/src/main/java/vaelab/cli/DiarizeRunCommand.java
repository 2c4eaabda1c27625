package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vaelab.audio.SampleSource;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;
import vaelab.experiments.speech.ConversationModel;
import vaelab.experiments.speech.Look;

/** {@code vaelab diarize run}. */
@Command(
    name = "run",
    description = "Tells who of the model's speakers speaks when in a recording.",
    mixinStandardHelpOptions = true)
final class DiarizeRunCommand implements Callable<Integer> {
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
      description = "Probability above which a speaker speaks; default ${DEFAULT-VALUE}.")
  private double threshold;

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
    if (!(threshold >= 0 && threshold < 1) || !(gap >= 0)) {
      throw new IllegalArgumentException(
          "expected a --threshold from 0 to below 1 and a --gap of at least 0 s, found %s and %s."
              .formatted(threshold, gap));
    }
    if (Files.exists(out) && Files.exists(in) && Files.isSameFile(out, in)) {
      throw new IOException(
          "expected an --out other than --in, found %s for both; it would be overwritten."
              .formatted(out));
    }
    if (Files.isDirectory(out)) {
      throw new IOException(
          "expected a file for --out, found the directory " + out + "; give another name.");
    }
    try (ConversationModel loaded = ConversationModel.load(model)) {
      if (separated != null) {
        loaded.requireNoSounds(separated);
      }
      int rate;
      double seconds;
      try (SampleSource source = SampleSource.open(in)) {
        rate = source.rate();
        seconds = (double) source.frames() / rate;
      }
      if (rate != loaded.rate()) {
        System.err.printf(
            "%s has %d Hz, the model %d Hz: it is resampled.%n", in, rate, loaded.rate());
      }
      long start = System.nanoTime();
      Look look = oneLook ? Look.ONCE : Look.TWICE;
      ActivityPosterior posterior = loaded.diarize(() -> SampleSource.open(in), look, markov);
      Annotation answer = posterior.aboveAll(threshold).turns(recording()).withoutGaps(gap);
      Rttm.write(out, answer);
      double took = (System.nanoTime() - start) * 1e-9;
      if (separated != null) {
        loaded.separate(() -> SampleSource.open(in), look, separated);
      }
      System.out.printf(
          "%.1f s of sound, %.1f times as fast as it lasts; turns: %d, speakers: %d; written to %s%n",
          seconds, seconds / took, answer.turns().size(), answer.speakers().size(), out);
    }
    return 0;
  }

  /** The file's name without its ending, as RTTM wants it. */
  private String recording() {
    String file = in.getFileName().toString();
    int dot = file.lastIndexOf('.');
    String name = dot > 0 ? file.substring(0, dot) : file;
    return name.codePoints()
        .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? '_' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
