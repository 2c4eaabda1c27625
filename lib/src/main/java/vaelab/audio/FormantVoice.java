package vaelab.audio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vaelab.data.DataOrigin;
import vaelab.data.Draws;
import vaelab.data.Sha256;

/**
 * A synthesised voice that says digits: the stand-in where no recordings of speech are at hand.
 *
 * <p>A pulse train (Rosenberg 1971) and noise pass a cascade of resonators at the formants of each
 * sound, which glide from one to the next (Klatt 1980, simplified). Speakers differ in pitch,
 * length of the vocal tract, breath and speed; one speaker's utterances differ a little in all of
 * them. It has the looks of speech, not its difficulty: a number measured on it is not a number on
 * speech.
 *
 * @param name the speaker's name
 * @param pitch usual fundamental frequency in Hz
 * @param formants factor on the formants of a grown man: shorter vocal tracts have larger ones
 * @param breath strength of the noise in the voice
 * @param speed factor on the speed of speech
 */
public record FormantVoice(
    String name, double pitch, double formants, double breath, double speed) {
  /** Four voices, as different as those of a mixed group. */
  public static final List<FormantVoice> FOUR =
      List.of(
          new FormantVoice("alto", 200, 1.16, 0.04, 0.95),
          new FormantVoice("baritone", 115, 1.0, 0.02, 0.95),
          new FormantVoice("bass", 88, 0.92, 0.01, 0.85),
          new FormantVoice("soprano", 245, 1.24, 0.06, 0.9));

  private static final double LEVEL = 0.06; // root mean square of an utterance
  private static final double NOISE = 0.04; // of a narrow passage, beside the voice
  private static final double BACKGROUND = 3e-4; // Laplace scale of the microphone's noise
  private static final double CONTROL_SECONDS = 0.005; // how often resonators move
  private static final double GLIDE_SECONDS = 0.05;
  private static final double EDGE_SECONDS = 0.02;

  /**
   * Recordings by the four voices, a function of the arguments alone.
   *
   * @param perDigit recordings of each digit by each voice, 1 to 10,000
   * @param rate samples a second, at least 8000
   * @param seed the same seed gives the same recordings on every machine
   * @return the recordings; {@link DataOrigin#real()} is false
   * @throws IllegalArgumentException if a number is out of range
   */
  public static Recordings recordings(int perDigit, int rate, long seed) {
    if (perDigit < 1 || perDigit > 10_000 || rate < 8000 || rate > 192_000) {
      throw new IllegalArgumentException(
          "Expected 1 to 10000 recordings a digit at 8000 to 192000 Hz, found %d at %d Hz."
              .formatted(perDigit, rate));
    }
    List<Recording> all = new ArrayList<>();
    Map<String, String> sha256 = new TreeMap<>();
    Draws root = Draws.seeded(seed);
    for (FormantVoice voice : FOUR) {
      Draws draws = root.split();
      StringBuilder sums = new StringBuilder();
      for (int n = 0; n < 10 * perDigit; n++) {
        float[] samples = voice.say(n % 10, rate, draws.split());
        all.add(new Recording(voice.name, Integer.toString(n % 10), n / 10, samples));
        sums.append(sha256(samples));
      }
      sha256.put(voice.name, Sha256.of(sums.toString().getBytes()));
    }
    return new Recordings(
        all,
        rate,
        new DataOrigin(
            "formant-voices", false, "GENERATED stand-in, synthesised voices, not speech", sha256));
  }

  private static String sha256(float[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * samples.length);
    bytes.asFloatBuffer().put(samples);
    return Sha256.of(bytes.array());
  }

  /**
   * Says a digit.
   *
   * @param digit 0 to 9
   * @param rate samples a second
   * @param draws makes this utterance different from others
   * @return the sound, a third of a second or so, in [-1,1]
   */
  float[] say(int digit, int rate, Draws draws) {
    double hertz = pitch * (1 + 0.05 * draws.bell());
    double tract = formants * (1 + 0.015 * draws.bell());
    double tempo = speed * draws.between(0.85, 1.15);
    List<Phoneme> sounds = Phoneme.of(digit);
    double[] ends = new double[sounds.size()];
    double end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += sounds.get(i).seconds() * draws.between(0.85, 1.15) / tempo;
      ends[i] = end;
    }
    int frames = (int) (end * rate);
    float[] speech = new float[frames];
    Resonator[] cascade = {new Resonator(), new Resonator(), new Resonator(), new Resonator()};
    Resonator passage = new Resonator();
    Glottis glottis = new Glottis(rate, draws);
    int control = (int) (CONTROL_SECONDS * rate);
    Phoneme now = sounds.get(0);
    for (int n = 0; n < frames; n++) {
      double time = (double) n / rate;
      if (n % control == 0) {
        now = at(sounds, ends, time);
        cascade[0].tune(now.f1() * tract, 60, rate);
        cascade[1].tune(now.f2() * tract, 90, rate);
        cascade[2].tune(now.f3() * tract, 150, rate);
        cascade[3].tune(3300 * tract, 250, rate);
        passage.tune(now.noiseHertz(), 1000, rate);
      }
      double fall = 1.08 - 0.2 * time / end; // the pitch of a statement falls
      double air = breath * draws.bell();
      double sound = now.voice() * (glottis.next(hertz * fall) + air);
      for (Resonator resonator : cascade) {
        sound = resonator.next(sound);
      }
      double edge = Math.min(1, Math.min(time, end - time) / EDGE_SECONDS);
      speech[n] = (float) (edge * (sound + NOISE * now.noise() * passage.next(draws.bell())));
    }
    return finished(speech, draws);
  }

  private static Phoneme at(List<Phoneme> sounds, double[] ends, double time) {
    int i = 0;
    while (i < ends.length - 1 && time >= ends[i]) {
      i++;
    }
    double left = ends[i] - time;
    double before = time - (i == 0 ? -1 : ends[i - 1]);
    double half = GLIDE_SECONDS / 2;
    if (i < ends.length - 1 && left < half) {
      return sounds.get(i).towards(sounds.get(i + 1), 0.5 * (1 - left / half));
    }
    if (i > 0 && before < half) {
      return sounds.get(i).towards(sounds.get(i - 1), 0.5 * (1 - before / half));
    }
    return sounds.get(i);
  }

  private static float[] finished(float[] speech, Draws draws) {
    double energy = 0;
    for (float sample : speech) {
      energy += (double) sample * sample;
    }
    double gain =
        LEVEL * StrictMath.exp(0.25 * draws.bell()) / StrictMath.sqrt(energy / speech.length);
    for (int n = 0; n < speech.length; n++) {
      double sample = gain * speech[n] + draws.laplace(BACKGROUND);
      speech[n] = (float) Math.max(-1, Math.min(1, sample));
    }
    return speech;
  }

  /** Two poles, of gain 1 at frequency 0; a frequency above nearly half the rate is moved there. */
  private static final class Resonator {
    private double a = 1;
    private double b;
    private double c;
    private double last;
    private double beforeLast;

    void tune(double hertz, double bandwidth, int rate) {
      double inside = Math.min(hertz, 0.47 * rate);
      double radius = StrictMath.exp(-StrictMath.PI * bandwidth / rate);
      b = 2 * radius * StrictMath.cos(2 * StrictMath.PI * inside / rate);
      c = -radius * radius;
      a = 1 - b - c;
    }

    double next(double in) {
      double out = a * in + b * last + c * beforeLast;
      beforeLast = last;
      last = out;
      return out;
    }
  }

  /** The flow of air through the vocal folds, differentiated once, as lips radiate it. */
  private static final class Glottis {
    private static final double OPENING = 0.4; // of a period
    private static final double CLOSING = 0.16;

    private final int rate;
    private final Draws draws;
    private double phase;
    private double jitter = 1;
    private double flow;

    Glottis(int rate, Draws draws) {
      this.rate = rate;
      this.draws = draws;
    }

    double next(double hertz) {
      phase += hertz * jitter / rate;
      if (phase >= 1) {
        phase -= 1;
        jitter = 1 + 0.01 * draws.bell();
      }
      double open;
      if (phase < OPENING) {
        open = 0.5 * (1 - StrictMath.cos(StrictMath.PI * phase / OPENING));
      } else if (phase < OPENING + CLOSING) {
        open = StrictMath.cos(StrictMath.PI / 2 * (phase - OPENING) / CLOSING);
      } else {
        open = 0;
      }
      double change = open - flow;
      flow = open;
      return change;
    }
  }
}
