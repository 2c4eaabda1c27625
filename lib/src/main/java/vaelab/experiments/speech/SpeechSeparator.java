package vaelab.experiments.speech;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import vaelab.audio.ForwardStft;
import vaelab.audio.InverseStft;
import vaelab.audio.PatchAverage;
import vaelab.audio.SampleSource;
import vaelab.audio.SpectrogramPatches;
import vaelab.audio.Stft;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;

/**
 * Takes the speakers of a mixture apart: each stream's share of all streams, weighted by how
 * probable it is that its speaker speaks, is a mask on the mixture's transform.
 *
 * <pre>
 *   mask_h = q(s_h = 1; x) mu_h / sum_g q(s_g = 1; x) mu_g,    averaged over the rows that overlap
 * </pre>
 *
 * <p>Silent columns are nobody's: all masks are 0 there. The sound is read twice at a time, once as
 * rows and once as columns, so that memory does not depend on its length.
 */
final class SpeechSeparator {
  private static final int BATCH = Inference.BATCH;
  private static final int BLOCK = 1 << 12;

  private final MsVae model;
  private final Look look;
  private final SpectrogramPatches patches;

  SpeechSeparator(MsVae model, Look look, SpectrogramPatches patches) {
    this.model = model;
    this.look = look;
    this.patches = patches;
  }

  /** Takes the samples of one speaker. */
  interface Output {
    void accept(int speaker, float[] samples, int count) throws IOException;
  }

  /**
   * Separates a sound.
   *
   * @param sound opens it, at the model's rate
   * @param silent columns that are nobody's
   * @param output takes the samples, in order
   */
  void separate(ConversationModel.Sound sound, boolean[] silent, Output output) throws IOException {
    int streams = model.streams().size();
    Stft stft = patches.stft();
    List<InverseStft> inverses = new ArrayList<>();
    List<Queue<float[]>> magnitudes = new ArrayList<>();
    List<PatchAverage> averages = new ArrayList<>();
    for (int h = 0; h < streams; h++) {
      int speaker = h;
      Queue<float[]> queue = new ArrayDeque<>();
      magnitudes.add(queue);
      inverses.add(stft.inverse((samples, count) -> output.accept(speaker, samples, count)));
      averages.add(new PatchAverage(patches.layout(), stft.bins(), silent.length, queue::add));
    }
    Inference inference = look.inference(model);
    int[] row = {0};
    try (SampleSource rows = sound.open();
        SampleSource columns = sound.open()) {
      inverses.forEach(inverse -> inverse.limit(columns.frames()));
      Mixture mixture = new Mixture(stft, columns);
      patches.forEachBatch(
          rows,
          BATCH,
          (values, count) -> {
            float[] x = Arrays.copyOf(values, count * patches.dim());
            ConversationModel.clearSilentRows(x, row[0], patches, silent);
            row[0] += count;
            write(averages, inference.separate(x), count);
            mask(magnitudes, mixture, silent, inverses);
          });
      for (PatchAverage average : averages) {
        average.finish();
      }
      mask(magnitudes, mixture, silent, inverses);
      for (InverseStft inverse : inverses) {
        inverse.finish();
      }
    }
  }

  private void write(List<PatchAverage> averages, Inference.Prediction found, int count)
      throws IOException {
    int dim = patches.dim();
    int streams = averages.size();
    float[] weighted = new float[dim];
    for (int n = 0; n < count; n++) {
      for (int h = 0; h < streams; h++) {
        float active = found.activity()[n * streams + h];
        for (int d = 0; d < dim; d++) {
          weighted[d] = active * found.streams()[(n * streams + h) * dim + d];
        }
        averages.get(h).write(weighted, 0);
      }
    }
  }

  /** Masks the columns that all streams have by now. */
  private static void mask(
      List<Queue<float[]>> magnitudes,
      Mixture mixture,
      boolean[] silent,
      List<InverseStft> inverses)
      throws IOException {
    while (magnitudes.stream().noneMatch(Queue::isEmpty)) {
      boolean nobody = silent[mixture.taken];
      float[][] column = mixture.next();
      float[] total = new float[column[0].length];
      for (Queue<float[]> own : magnitudes) {
        for (int k = 0; k < total.length; k++) {
          total[k] += own.element()[k];
        }
      }
      for (int h = 0; h < inverses.size(); h++) {
        float[] own = magnitudes.get(h).remove();
        float[] re = new float[total.length];
        float[] im = new float[total.length];
        for (int k = 0; k < total.length; k++) {
          float mask = total[k] > 0 && !nobody ? own[k] / total[k] : 0;
          re[k] = mask * column[0][k];
          im[k] = mask * column[1][k];
        }
        inverses.get(h).write(re, im);
      }
    }
  }

  /** The mixture's columns, one after the other. */
  private static final class Mixture {
    private final SampleSource source;
    private final ForwardStft forward;
    private final Queue<float[][]> ready = new ArrayDeque<>();
    private final float[] block = new float[BLOCK];

    /** Columns taken so far. */
    private int taken;

    Mixture(Stft stft, SampleSource source) {
      this.source = source;
      forward = stft.forward((re, im) -> ready.add(new float[][] {re, im}));
    }

    float[][] next() throws IOException {
      while (ready.isEmpty()) {
        int count = source.read(block, 0, BLOCK);
        if (count > 0) {
          forward.write(block, 0, count);
        } else {
          forward.finish();
        }
      }
      taken++;
      return ready.remove();
    }
  }
}
