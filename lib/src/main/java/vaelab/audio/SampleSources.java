package vaelab.audio;

import java.io.IOException;

/** Where {@link SampleSource} takes its samples from. */
final class SampleSources {
  private static final int BLOCK = 1 << 14;

  private SampleSources() {}

  /** An array. */
  static final class Memory implements SampleSource {
    private final float[] sound;
    private final int rate;
    private int position;

    Memory(float[] sound, int rate) {
      this.sound = sound;
      this.rate = rate;
    }

    @Override
    public int rate() {
      return rate;
    }

    @Override
    public long frames() {
      return sound.length;
    }

    @Override
    public int read(float[] samples, int offset, int count) {
      int part = Math.min(count, sound.length - position);
      System.arraycopy(sound, position, samples, offset, part);
      position += part;
      return part;
    }
  }

  /** A file, mixed down. */
  static final class Wav implements SampleSource {
    private final WavReader reader;
    private final float[][] block;
    private final float[] mean;

    Wav(WavReader reader) {
      this.reader = reader;
      // A header may claim 65,535 channels: all of them together have a block.
      int frames = Math.max(1, BLOCK / reader.channels());
      this.block = new float[reader.channels()][frames];
      this.mean = new float[frames];
    }

    @Override
    public int rate() {
      return reader.rate();
    }

    @Override
    public long frames() {
      return reader.frames();
    }

    @Override
    public int read(float[] samples, int offset, int count) throws IOException {
      int part = reader.read(block, 0, Math.min(count, mean.length));
      Waveform.mixDown(block, mean, part);
      System.arraycopy(mean, 0, samples, offset, part);
      return part;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  /** Another source at another rate. */
  static final class Resampled implements SampleSource {
    private final SampleSource source;
    private final int rate;
    private final Resampler resampler;
    private final float[] block = new float[BLOCK];
    private float[] ready = {};
    private int taken;
    private boolean ended;

    Resampled(SampleSource source, int rate) {
      this.source = source;
      this.rate = rate;
      this.resampler = new Resampler(source.rate(), rate);
    }

    @Override
    public int rate() {
      return rate;
    }

    @Override
    public long frames() {
      return Resampler.frames(source.frames(), source.rate(), rate);
    }

    @Override
    public int read(float[] samples, int offset, int count) throws IOException {
      while (taken == ready.length && !ended) {
        int part = source.read(block, 0, BLOCK);
        ended = part == 0;
        ready = ended ? resampler.finish() : resampler.write(block, 0, part);
        taken = 0;
      }
      int part = Math.min(count, ready.length - taken);
      System.arraycopy(ready, taken, samples, offset, part);
      taken += part;
      return part;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
