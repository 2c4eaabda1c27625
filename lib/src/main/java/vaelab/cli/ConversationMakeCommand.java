package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vaelab.audio.Conversation;
import vaelab.audio.ConversationPlan;
import vaelab.audio.FsddRecordings;
import vaelab.audio.Loudness;
import vaelab.audio.Recordings;
import vaelab.audio.SampleType;
import vaelab.audio.Waveform;
import vaelab.diarization.Annotation;
import vaelab.diarization.Rttm;
import vaelab.experiments.RunDirectory;

/** {@code vaelab conversation make}. */
@Command(
    name = "make",
    description = {
      "Lays recordings of the Free Spoken Digit Dataset out as a conversation (synthesised voices",
      "where there is none). Writes mixture.wav, each speaker's own track NAME.wav, and",
      "reference.rttm into a directory."
    },
    mixinStandardHelpOptions = true)
final class ConversationMakeCommand implements Callable<Integer> {
  private static final String MIXTURE = "mixture";
  private static final double TEST_SHARE = 0.25;

  @Option(
      names = "--speaker",
      paramLabel = "NAME",
      required = true,
      description = "Who takes part. Once for each speaker.")
  private List<String> speakers;

  @Option(
      names = "--activity",
      paramLabel = "SHARE",
      required = true,
      split = ",",
      description =
          "Share of time in turns, short pauses included, one for each speaker, for example"
              + " 0.27,0.36.")
  private List<Double> activity;

  @Option(
      names = "--seconds",
      defaultValue = "120",
      description = "How long it lasts; default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--overlap",
      paramLabel = "P",
      defaultValue = "0.25",
      description =
          "Probability that a turn which follows another speaker's begins before that has ended;"
              + " default ${DEFAULT-VALUE}.")
  private double overlap;

  @Option(
      names = "--noise",
      paramLabel = "B",
      defaultValue = "0.0008",
      description = "Scale of the background noise; default ${DEFAULT-VALUE}.")
  private double noise;

  @Option(
      names = "--bridge",
      paramLabel = "SECONDS",
      defaultValue = "0.3",
      description =
          "Pauses of one speaker up to this count as speech in the reference; default"
              + " ${DEFAULT-VALUE}.")
  private double bridge;

  @Option(
      names = "--unheard",
      description =
          "Use the quarter of the recordings that conversations without this option never use.")
  private boolean unheard;

  @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--out", required = true, description = "New or empty directory.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    RunDirectory.requireEmpty(out);
    Recordings.Split split = FsddRecordings.load().split(TEST_SHARE, 1);
    Recordings recordings = unheard ? split.held() : split.rest();
    Conversation made =
        new ConversationPlan(seconds, activity, overlap, Loudness.AS_RECORDED, noise)
            .make(recordings, speakers, seed);
    Annotation reference = new Annotation(MIXTURE, made.turns(bridge));
    for (int h = 0; h < speakers.size(); h++) {
      write(speakers.get(h), made.tracks()[h]);
    }
    write(MIXTURE, made.mixture());
    Rttm.write(out.resolve("reference.rttm"), reference);
    System.out.printf(
        "%.0f s of %s, %d turns; written to %s%n",
        made.seconds(), String.join(" and ", speakers), reference.turns().size(), out);
    if (made.reused() > 0) {
      System.out.printf(
          "%d of %d words were heard before: there are no more recordings of a speaker%n",
          made.reused(), made.utterances().size());
    }
    return 0;
  }

  private void write(String name, float[] samples) throws IOException {
    // Sums of loud recordings may lie beyond full scale, which integers would clip.
    Waveform.mono(samples, FsddRecordings.RATE)
        .write(out.resolve(name + ".wav"), SampleType.FLOAT_32);
  }
}
