package vaelab.experiments.speech;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import vaelab.audio.Conversation;
import vaelab.audio.PatchAverage;
import vaelab.audio.SpectrogramPatches;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.msvae.Inference;
import vaelab.plot.Curves;
import vaelab.plot.TimeTracks;

/** Figures of the experiment on conversations. */
public final class WhoSpeaksWhenFigures {
  /** More would share colours. */
  private static final int MOST_CURVES = 8;

  /** Decibels below the loudest value that a spectrogram shows. */
  private static final double RANGE = 60;

  /** Magnitude at the model's gain that is drawn black. */
  private static final double BRIGHTEST = 0.3;

  /** Largest miss and false alarm rate of the figure that sets one against the other. */
  private static final double MOST_SHOWN = 0.3;

  private final WhoSpeaksWhen run;

  /**
   * Figures of a run.
   *
   * @param run trained experiment
   */
  public WhoSpeaksWhenFigures(WhoSpeaksWhen run) {
    this.run = run;
  }

  /**
   * Each speaker's own track of a test conversation, and the mixture.
   *
   * @param pair index of the pair
   * @param from first second shown
   * @param to last second shown
   * @return spectrograms in decibels
   */
  public BufferedImage spectrograms(int pair, double from, double to) {
    Conversation conversation = trial(pair).conversation();
    TimeTracks figure = TimeTracks.titled("Spectrograms: " + names(pair), from, to);
    for (int h = 0; h < conversation.speakers().size(); h++) {
      spectrogram(figure, conversation.speakers().get(h), conversation.tracks()[h], conversation);
    }
    spectrogram(figure, "mixture", conversation.mixture(), conversation);
    return figure.build();
  }

  /**
   * What the experts make of their own speakers: tracks of a test conversation, and under each its
   * expert's reconstruction.
   *
   * @param pair index of the pair
   * @param from first second shown
   * @param to last second shown
   * @return magnitudes at the model's gain
   */
  public BufferedImage reconstructions(int pair, double from, double to) {
    Conversation conversation = trial(pair).conversation();
    TimeTracks figure = TimeTracks.titled("Experts: " + names(pair), from, to);
    SpectrogramPatches patches = run.rows().patches();
    double width = patches.secondsPerColumn(conversation.rate());
    double highest = conversation.rate() / 2.0;
    for (int h = 0; h < conversation.speakers().size(); h++) {
      String speaker = conversation.speakers().get(h);
      float[] rows = patches.rows(conversation.tracks()[h]);
      float[] again = new Inference(run.expert(speaker)).separate(rows).streams();
      long total = patches.stft().columns(conversation.tracks()[h].length);
      figure.image(speaker, columns(rows, patches, total), width, highest, 0, BRIGHTEST);
      figure.image("expert", columns(again, patches, total), width, highest, 0, BRIGHTEST);
    }
    return figure.build();
  }

  private static float[][] columns(float[] rows, SpectrogramPatches patches, long total) {
    List<float[]> columns = new ArrayList<>();
    PatchAverage average =
        new PatchAverage(patches.layout(), patches.stft().bins(), total, columns::add);
    try {
      for (int n = 0; n < rows.length / patches.dim(); n++) {
        average.write(rows, n);
      }
      average.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return columns.toArray(float[][]::new);
  }

  /**
   * Posteriors over the spectrogram, and where reference and answer say that each speaker speaks
   * (Fig. 4). Lines mark where either of them changes between the four cases.
   *
   * @param pair index of the pair
   * @param from first second shown
   * @param to last second shown
   * @return the figure
   */
  public BufferedImage answer(int pair, double from, double to) {
    DiarizationTrial trial = trial(pair);
    Conversation conversation = trial.conversation();
    ActivityPosterior posterior = run.posterior(run.data().pairs().get(pair), trial);
    Annotation answer = trial.answer(posterior, DiarizedSystem.THRESHOLD);
    TimeTracks figure = TimeTracks.titled("Who speaks when: " + names(pair), from, to);
    spectrogram(figure, "mixture", conversation.mixture(), conversation);
    figure.curves("q(s = 1; x)", posterior.values(), posterior.width());
    for (int h = 0; h < conversation.speakers().size(); h++) {
      String speaker = conversation.speakers().get(h);
      figure
          .spans(speaker + ", reference", spans(trial.reference(), speaker), h)
          .marked(changes(trial.reference()))
          .spans(speaker + ", answer", spans(answer, speaker), h)
          .marked(changes(answer));
    }
    return figure.build();
  }

  /**
   * Miss against false alarm on the coarse grid as the threshold moves, of the systems with the
   * lowest error rates there.
   *
   * @param results what {@link WhoSpeaksWhen#evaluate} measured
   * @return one curve a system with a single inference run on all pairs; those of other thresholds
   *     in the table are points of the same curves
   */
  public XYChart missAgainstFalseAlarm(List<DiarizedSystem.Result> results) {
    Curves curves =
        Curves.titled("Miss against false alarm")
            .x("false alarm / %")
            .y("miss / %")
            .size(1080, 420);
    for (DiarizedSystem.Result result :
        results.stream()
            .filter(
                r ->
                    r.accuracy().runs() == 1
                        && r.pairs().size() == run.pairs().size()
                        && Objects.equals(r.threshold(), DiarizedSystem.THRESHOLD))
            .sorted(Comparator.comparingDouble(r -> r.coarseRate().mean()))
            .limit(MOST_CURVES)
            .toList()) {
      // Thresholds near 0 and 1, where everything is false alarm or missed, would fill the figure.
      double[][] shown =
          Arrays.stream(result.curve())
              .filter(point -> point[1] <= MOST_SHOWN && point[2] <= MOST_SHOWN)
              .toArray(double[][]::new);
      shown = shown.length > 1 ? shown : result.curve();
      double[] miss = Arrays.stream(shown).mapToDouble(point -> 100 * point[1]).toArray();
      double[] falseAlarm = Arrays.stream(shown).mapToDouble(point -> 100 * point[2]).toArray();
      curves.curve(result.system(), falseAlarm, miss);
    }
    return curves.reference("paper, 2.94 %", 2.94).build();
  }

  private DiarizationTrial trial(int pair) {
    return run.trials(run.data().pairs().get(pair)).get(0);
  }

  private String names(int pair) {
    return String.join(" and ", run.data().pairs().get(pair));
  }

  private static double[][] spans(Annotation annotation, String speaker) {
    return annotation.of(speaker).spans().stream()
        .map(span -> new double[] {span.start(), span.end()})
        .toArray(double[][]::new);
  }

  /** Where one case, of who speaks and who does not, ends and the next begins. */
  private static double[] changes(Annotation annotation) {
    return annotation.speakers().stream()
        .flatMap(speaker -> annotation.of(speaker).spans().stream())
        .flatMapToDouble(span -> DoubleStream.of(span.start(), span.end()))
        .toArray();
  }

  private static void spectrogram(
      TimeTracks figure, String label, float[] samples, Conversation conversation) {
    float[][] columns = SpeechModels.STFT.transform(samples).powers();
    double loudest = Double.NEGATIVE_INFINITY;
    for (float[] column : columns) {
      for (int k = 0; k < column.length; k++) {
        column[k] = (float) (10 * Math.log10(column[k] + 1e-12));
        loudest = Math.max(loudest, column[k]);
      }
    }
    double width = (double) SpeechModels.STFT.hop() / conversation.rate();
    figure.image(label, columns, width, conversation.rate() / 2.0, loudest - RANGE, loudest);
  }
}
