package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PatchesTest {
  private static final SpectrogramPatches SMALL =
      new SpectrogramPatches(
          new Stft(Window.HANN, 16, 8),
          Spectrogram.Measure.MAGNITUDE,
          new PatchLayout(5, 2),
          new PatchScaling.Gain(0.5));

  /** The paper's test recording: two minutes at 48 kHz are 22,501 columns and 2,812 frames. */
  @Test
  void theReleasedSettingHasThePapersSizes() {
    SpectrogramPatches released =
        new SpectrogramPatches(
            Stft.RELEASED,
            Spectrogram.Measure.POWER,
            PatchLayout.RELEASED,
            PatchScaling.EACH_TO_UNIT);
    assertEquals(22_501, Stft.RELEASED.columns(120 * 48_000));
    assertEquals(2812, released.count(120 * 48_000));
    assertEquals(4369, released.dim());
    assertEquals(256 / 48_000.0, released.secondsPerColumn(48_000));
    SpectrogramPatches words =
        new SpectrogramPatches(
            Stft.EIGHT_KHZ,
            Spectrogram.Measure.MAGNITUDE,
            PatchLayout.RELEASED,
            new PatchScaling.Gain(1));
    assertEquals(2193, words.dim());
  }

  @Test
  void rowsHoldBinAfterBin() {
    float[] sound = WavTest.noise(1, 333, 1)[0];
    float[][] columns = SMALL.stft().transform(sound).magnitudes();
    assertEquals(42, columns.length);
    float[] rows = SMALL.rows(sound);
    assertEquals(20, SMALL.count(333)); // 19 whole ones reach column 41, one more the last
    assertEquals(20 * 9 * 5, rows.length);
    for (int n = 0; n < 20; n++) {
      for (int k = 0; k < 9; k++) {
        for (int t = 0; t < 5; t++) {
          int column = 2 * n + t;
          float expected = column < 42 ? 0.5f * columns[column][k] : 0;
          assertEquals(expected, rows[n * 45 + k * 5 + t]);
        }
      }
    }
  }

  @Property(tries = 60)
  void everyColumnIsInAPatchAndNoPatchIsIdle(
      @ForAll @IntRange(min = 1, max = 20) int columns,
      @ForAll @IntRange(min = 1, max = 20) int hop,
      @ForAll @IntRange(min = 1, max = 90) int total) {
    if (hop > columns) {
      assertThrows(IllegalArgumentException.class, () -> new PatchLayout(columns, hop));
      return;
    }
    PatchLayout layout = new PatchLayout(columns, hop);
    int count = (int) layout.count(total);
    assertTrue((count - 1) * hop + columns >= total, "covered");
    assertTrue(count == 1 || (count - 2) * hop + columns < total, "the last one is needed");
    double[] perPatch = new double[count];
    double[] sums = new double[total];
    int[] counts = new int[total];
    for (int n = 0; n < count; n++) {
      perPatch[n] = (n * 37 % 11) / 11.0;
      for (int t = n * hop; t < Math.min(total, n * hop + columns); t++) {
        sums[t] += perPatch[n];
        counts[t]++;
      }
    }
    double[] means = layout.columnMeans(perPatch, total);
    for (int t = 0; t < total; t++) {
      assertEquals(sums[t] / counts[t], means[t], 1e-12);
    }
  }

  @Test
  void batchesOfAnySizeMakeTheSameRows() throws IOException {
    float[] sound = WavTest.noise(1, 1003, 5)[0];
    float[] expected = SMALL.rows(sound);
    for (int batch : new int[] {1, 7, 1000}) {
      float[] all = new float[expected.length];
      List<Integer> counts = new ArrayList<>();
      int[] done = {0};
      SMALL.forEachBatch(
          SampleSource.of(sound, 8000),
          batch,
          (rows, count) -> {
            counts.add(count);
            System.arraycopy(rows, 0, all, done[0], count * SMALL.dim());
            done[0] += count * SMALL.dim();
          });
      assertArrayEquals(expected, all);
      for (int i = 0; i < counts.size() - 1; i++) {
        assertEquals(batch, counts.get(i));
      }
    }
  }

  /** An unchanged patch of every column averages to that column. */
  @Property(tries = 40)
  void averagesLeadBackToTheColumns(
      @ForAll @IntRange(min = 1, max = 6) int columns,
      @ForAll @IntRange(min = 1, max = 6) int hop,
      @ForAll @IntRange(min = 1, max = 40) int total)
      throws IOException {
    PatchLayout layout = new PatchLayout(columns, Math.min(hop, columns));
    float[][] values = WavTest.noise(total, 3, total);
    List<float[]> back = new ArrayList<>();
    PatchAverage average = new PatchAverage(layout, 3, total, back::add);
    PatchCutter cutter =
        new PatchCutter(
            layout,
            new PatchScaling.Gain(1),
            3,
            4,
            (rows, count) -> {
              for (int row = 0; row < count; row++) {
                average.write(rows, row);
              }
            });
    for (float[] column : values) {
      cutter.write(column);
    }
    cutter.finish();
    average.finish();
    assertEquals(total, back.size());
    for (int t = 0; t < total; t++) {
      assertArrayEquals(values[t], back.get(t), 1e-6f);
    }
  }

  @Test
  void averagesAreMeansOverPatches() throws IOException {
    List<float[]> back = new ArrayList<>();
    PatchAverage average = new PatchAverage(new PatchLayout(3, 2), 1, 5, back::add);
    average.write(new float[] {0, 0, 0, 1, 2, 4}, 1); // columns 0, 1, 2
    average.write(new float[] {8, 16, 32}, 0); // columns 2, 3, 4
    average.finish();
    assertEquals(List.of(1f, 2f, 6f, 16f, 32f), back.stream().map(c -> c[0]).toList());
    PatchAverage tooFew = new PatchAverage(new PatchLayout(3, 2), 1, 4, column -> {});
    tooFew.write(new float[3], 0);
    assertSays(IllegalStateException.class, tooFew::finish, "last 1");
  }

  @Test
  void scalings() {
    float[] rows = {9, 2, 4, 3, 9, 9};
    PatchScaling.EACH_TO_UNIT.apply(rows, 1, 3);
    assertArrayEquals(new float[] {9, 0, 1, 0.5f, 9, 9}, rows);
    PatchScaling.EACH_TO_UNIT.apply(rows, 4, 2);
    assertArrayEquals(new float[] {9, 0, 1, 0.5f, 0, 0}, rows);
    new PatchScaling.Gain(3).apply(rows, 0, 2);
    assertArrayEquals(new float[] {27, 0, 1, 0.5f, 0, 0}, rows);
    float[][] columns = {{1, 9, 3}, {2, 4}, {8, 6, 7, 5, 10}};
    assertEquals(0.1, PatchScaling.Gain.bringing(columns, 1).value(), 1e-12);
    assertEquals(1 / 9.0, PatchScaling.Gain.bringing(columns, 0.9).value(), 1e-12);
    assertEquals(1, PatchScaling.Gain.bringing(columns, 0.01).value(), 1e-12);
  }

  @Test
  void refusesWhatCannotBe() {
    Class<IllegalArgumentException> bad = IllegalArgumentException.class;
    assertSays(bad, () -> new PatchScaling.Gain(0), "positive finite gain");
    assertSays(bad, () -> PatchScaling.Gain.bringing(new float[2][3], 0.9), "silent");
    assertSays(bad, () -> PatchScaling.Gain.bringing(new float[2][0], 0.9), "0 values");
    assertSays(bad, () -> PatchScaling.Gain.bringing(new float[2][3], 0), "0.0");
    PatchLayout layout = new PatchLayout(3, 2);
    assertSays(bad, () -> layout.columnMeans(new double[3], 5), "2 patches for 5 columns", "3");
  }

  /** Ten minutes at 16 kHz pass through a single batch of memory. */
  @Test
  void longSoundsTakeNoMoreMemoryThanShortOnes() throws IOException {
    long frames = 600L * 16_000;
    long[] left = {frames};
    SampleSource silence =
        new SampleSource() {
          @Override
          public int rate() {
            return 16_000;
          }

          @Override
          public long frames() {
            return frames;
          }

          @Override
          public int read(float[] samples, int offset, int count) {
            int part = (int) Math.min(count, left[0]);
            left[0] -= part;
            return part;
          }
        };
    SpectrogramPatches patches =
        new SpectrogramPatches(
            new Stft(Window.HANN, 512, 128),
            Spectrogram.Measure.MAGNITUDE,
            PatchLayout.RELEASED,
            new PatchScaling.Gain(1));
    Set<float[]> batches = Collections.newSetFromMap(new IdentityHashMap<>());
    long[] rows = {0};
    patches.forEachBatch(
        silence,
        256,
        (batch, count) -> {
          batches.add(batch);
          rows[0] += count;
        });
    assertEquals(9374, rows[0]); // 75,001 columns: 1 + 74,984 / 8
    assertEquals(1, batches.size());
    assertEquals(256 * patches.dim(), batches.iterator().next().length);
  }
}
