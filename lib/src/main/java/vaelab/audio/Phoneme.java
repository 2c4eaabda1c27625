package vaelab.audio;

import java.util.List;

/**
 * The sounds of the English digits for a formant synthesiser: resonances of the vocal tract of a
 * grown man in Hz (vowels after Peterson and Barney 1952, table II; consonants near those of Klatt
 * 1980, table III), how strongly the voice and the noise of a narrow passage sound, where that
 * noise is centred, and how long the sound lasts.
 *
 * @param f1 first formant
 * @param f2 second formant
 * @param f3 third formant
 * @param voice strength of the voice, 0 to 1
 * @param noise strength of the noise, 0 to 1
 * @param noiseHertz centre of the noise
 * @param seconds usual length
 */
record Phoneme(
    double f1,
    double f2,
    double f3,
    double voice,
    double noise,
    double noiseHertz,
    double seconds) {
  private static final Phoneme IY = vowel(270, 2290, 3010, 0.14);
  private static final Phoneme IH = vowel(390, 1990, 2550, 0.10);
  private static final Phoneme EH = vowel(530, 1840, 2480, 0.12);
  private static final Phoneme EY = vowel(480, 2000, 2550, 0.11);
  private static final Phoneme AH = vowel(640, 1190, 2390, 0.14);
  private static final Phoneme AA = vowel(730, 1090, 2440, 0.12);
  private static final Phoneme AO = vowel(570, 840, 2410, 0.15);
  private static final Phoneme OW = vowel(450, 880, 2350, 0.13);
  private static final Phoneme UW = vowel(300, 870, 2240, 0.16);
  private static final Phoneme W = new Phoneme(290, 610, 2150, 0.6, 0, 0, 0.07);
  private static final Phoneme R = new Phoneme(310, 1060, 1380, 0.7, 0, 0, 0.08);
  private static final Phoneme N = new Phoneme(300, 1340, 2470, 0.35, 0, 0, 0.09);
  private static final Phoneme V = new Phoneme(220, 1100, 2080, 0.25, 0.06, 2800, 0.07);
  private static final Phoneme Z = new Phoneme(240, 1390, 2530, 0.15, 0.25, 3600, 0.09);
  private static final Phoneme S = new Phoneme(320, 1390, 2530, 0, 0.35, 3600, 0.12);
  private static final Phoneme F = new Phoneme(340, 1100, 2080, 0, 0.10, 2500, 0.10);
  private static final Phoneme TH = new Phoneme(320, 1290, 2540, 0, 0.10, 3000, 0.09);
  private static final Phoneme CLOSED = new Phoneme(300, 1500, 2500, 0, 0, 0, 0.05);
  private static final Phoneme T = new Phoneme(320, 1700, 2600, 0, 0.45, 3400, 0.03);
  private static final Phoneme K = new Phoneme(300, 1900, 2500, 0, 0.40, 1900, 0.03);

  private static final List<List<Phoneme>> DIGITS =
      List.of(
          List.of(Z, IH, R, OW, UW),
          List.of(W, AH, N),
          List.of(T, UW, UW),
          List.of(TH, R, IY),
          List.of(F, AO, R),
          List.of(F, AA, IH, V),
          List.of(S, IH, CLOSED, K, S),
          List.of(S, EH, V, AH, N),
          List.of(EY, IH, CLOSED, T),
          List.of(N, AA, IH, N));

  private static Phoneme vowel(double f1, double f2, double f3, double seconds) {
    return new Phoneme(f1, f2, f3, 1, 0, 2000, seconds);
  }

  /** The sounds of a digit, 0 to 9. */
  static List<Phoneme> of(int digit) {
    return DIGITS.get(digit);
  }

  /** Between this sound and another: share 0 is this one. */
  Phoneme towards(Phoneme other, double share) {
    return new Phoneme(
        f1 + share * (other.f1 - f1),
        f2 + share * (other.f2 - f2),
        f3 + share * (other.f3 - f3),
        voice + share * (other.voice - voice),
        noise + share * (other.noise - noise),
        noiseHertz == 0 ? other.noiseHertz : noiseHertz,
        seconds);
  }
}
