package vaelab.msvae.estep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.StateEnergies;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.energy.TensorStateEnergies;
import vaelab.msvae.energy.VectorStateEnergies;

/**
 * The E-step against states enumerated by hand, for H = 2 and H = 3.
 *
 * <p>Energies are float32. Where a test hands over energies that float32 holds exactly, it asks for
 * the digits that the reference prints; where it starts from images such as 0.9, whose float32 is
 * off by 2e-8, it asks for 1e-6.
 */
class EnumerationByHandTest {
  private static final LaplaceNoise NOISE = new LaplaceNoise();

  /** Weights are float32: half a unit in the last place of one. */
  private static final double FLOAT = 6e-8;

  private static final BernoulliPrior TWO_PRIOR = new BernoulliPrior(new double[] {0.3, 0.2});
  private static final double[] TWO_L1 = {2.0, 0.95, 1.1, 0.15};
  private static final double[] TWO_Q = {
    8.608564e-8, 1.3398185549e-3, 1.743897917e-4, 0.9984857055678
  };
  private static final double TWO_EVIDENCE = 0.516418462677;

  // Printed by src/test/resources/vaelab/msvae/estep_vectors.py.
  private static final float[] X = {1.25f, 0.5f, 0.75f, 0.140625f};
  private static final float[][] MU = {
    {0.75f, 0.25f, 0.125f, 0}, {0.375f, 0.125f, 0.5f, 0.25f}, {0.125f, 0.25f, 0.015625f, 0.875f}
  };
  private static final double[] PI = {0.3, 0.2, 0.6};
  private static final double B = 0.25;
  private static final double[] ENERGY = {
    2.640625, 1.515625, 1.609375, 0.484375, 2.84375, 1.71875, 2.09375, 1.21875
  };
  private static final double[] Q = {
    0.0013719978423859327,
    0.052929989966608755,
    0.021220625201162285,
    0.8186656307195087,
    0.000913230527993704,
    0.03523131100545175,
    0.004585681372349927,
    0.06508153336453894
  };
  private static final double LOG_EVIDENCE = -2.6945331826026298;
  private static final double[] ACTIVITY = {
    0.9719084650561082, 0.9095534706575599, 0.10581175627033432
  };
  private static final double SCALE = 0.16665206516864153;
  private static final double ENTROPY = 0.7369222002315378;
  private static final double[][] Q_FIXED = {
    {1, 0, 0, 0, 0, 0, 0, 0},
    {0, 0.5909401082918784, 0.4061468008365841, 0, 0.0029130908715375072, 0, 0, 0},
    {0, 0, 0, 0.9913033846876237, 0, 0.007110130708673626, 0.0015864846037026152, 0},
    {0, 0, 0, 0, 0, 0, 0, 1}
  };
  private static final double[] LOG_EVIDENCE_FIXED = {
    -7.789911277760218, -3.8624829601094337, -0.25478891487205574, -2.102411277760219
  };

  private static final List<StateEnergies> ALL =
      List.of(new VectorStateEnergies(), new TensorStateEnergies(new SumCombination(), NOISE));

  @Test
  void twoStreamsToTheDigitsOfTheReference() {
    // Twenty times the energies are whole numbers; at twenty times b only -D ln 2b changes.
    EStep eStep = new EStep(SampleLattice.single(2), TWO_PRIOR, NOISE, 2, 3);
    StatePosterior q = eStep.posterior(new float[] {40, 19, 22, 3}, 1);
    assertEquals(TWO_EVIDENCE - 3 * Math.log(20), q.logEvidence()[0], 1e-11);
    assertArrayEquals(new double[] {0.999825524123, 0.998660095360}, q.activity(), 1e-11);
    assertEquals(20 * 0.050412561468, NOISE.scaleFor(q.energy()[0], 3), 2e-11);
    assertEquals(0.011886950894, q.entropy()[0], 1e-11);
    assertArrayEquals(TWO_Q, q.stateProbabilities(0), FLOAT);
    assertEquals(TWO_Q[0], q.weights()[0], 1e-14, "small weights keep their relative accuracy");
    assertEquals(3, q.mode(0));
  }

  @Test
  void twoStreamsOneOfThemActive() {
    EStep eStep = new EStep(SampleLattice.single(2), new FixedCountPrior(2, 1), NOISE, 2, 3);
    StatePosterior q = eStep.posterior(new float[] {40, 19, 22, 3}, 1);
    assertEquals(-5.163420165275 - 3 * Math.log(20), q.logEvidence()[0], 1e-11);
    assertArrayEquals(new double[] {0.817574476194, 0.182425523806}, q.activity(), 1e-11);
    assertEquals(0, q.weights()[0]);
    assertEquals(0, q.weights()[3]);
  }

  @Test
  void twoStreamsFromTheirImages() {
    float[][] mu = {{0.9f, 0.05f, 0.1f}, {0.2f, 0.1f, 0.6f}};
    for (StateEnergies energies : ALL) {
      float[] l1 = energies(energies, new float[] {1.2f, 0.1f, 0.7f}, mu);
      for (int s = 0; s < 4; s++) {
        assertEquals(TWO_L1[s], l1[s], 1e-6, energies.description());
      }
      StatePosterior q =
          new EStep(SampleLattice.single(2), TWO_PRIOR, NOISE, 0.1, 3).posterior(l1, 1);
      assertEquals(TWO_EVIDENCE, q.logEvidence()[0], 1e-5, "1e-7 of energy over b");
      assertArrayEquals(TWO_Q, q.stateProbabilities(0), 1e-6);
      assertEquals(0.050412561468, NOISE.scaleFor(q.energy()[0], 3), 1e-6);
    }
  }

  @Test
  void threeStreams() {
    for (StateEnergies energies : ALL) {
      float[] l1 = energies(energies, X, MU);
      for (int s = 0; s < 8; s++) {
        assertEquals(ENERGY[s], l1[s], 0, energies.description());
      }
      StatePosterior q =
          new EStep(SampleLattice.single(3), new BernoulliPrior(PI), NOISE, B, 4).posterior(l1, 1);
      assertArrayEquals(Q, q.stateProbabilities(0), FLOAT);
      assertEquals(LOG_EVIDENCE, q.logEvidence()[0], 1e-12);
      assertArrayEquals(ACTIVITY, q.activity(), 1e-12);
      assertArrayEquals(ACTIVITY, q.meanActivity(), 1e-12);
      assertEquals(SCALE, NOISE.scaleFor(q.meanEnergy(), 4), 1e-12);
      assertEquals(ENTROPY, q.entropy()[0], 1e-12);
      assertEquals(0b011, q.mode(0));
    }
  }

  @Test
  void threeStreamsWithAKnownNumberActive() {
    for (int k = 0; k <= 3; k++) {
      float[] l1 = energies(ALL.get(0), X, MU);
      StatePosterior q =
          new EStep(SampleLattice.single(3), new FixedCountPrior(3, k), NOISE, B, 4)
              .posterior(l1, 1);
      assertArrayEquals(Q_FIXED[k], q.stateProbabilities(0), FLOAT, "K=" + k);
      assertEquals(LOG_EVIDENCE_FIXED[k], q.logEvidence()[0], 1e-12, "K=" + k);
    }
  }

  private static float[] energies(StateEnergies energies, float[] x, float[][] mu) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray xs = manager.create(x, new Shape(1, x.length));
      NDList list = new NDList();
      for (float[] m : mu) {
        list.add(manager.create(m, new Shape(1, m.length)));
      }
      return energies.energies(xs, list, SampleLattice.single(mu.length));
    }
  }
}
