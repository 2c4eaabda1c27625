package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.SampleLattice;
import vaelab.nn.DiagonalGaussian;
import vaelab.train.History;

/** The step on the scale of z changes no image and never lowers the ELBO. */
class LatentScaleTest {
  private static final DataType TYPE = DataType.FLOAT64;
  private static final int POINTS = 30;

  @Test
  void codesShrinkByTheirScaleAndImagesStay() {
    double[] sigma = {2, 0.5};
    try (MsVae model = Tiny.doubles(1, 3);
        NDManager scope = model.manager().newSubManager()) {
      Stream stream = model.streams().get(0);
      ParameterStore store = new ParameterStore(scope, false);
      NDArray x = Tiny.x(scope, POINTS, TYPE, 4);
      DiagonalGaussian before = stream.encoder().encode(store, x, false);
      double[] images = stream.decoder().decode(store, before.nu(), false).toDoubleArray();
      stream.encoder().divideLatents(sigma);
      stream.decoder().multiplyLatents(sigma);
      DiagonalGaussian after = stream.encoder().encode(store, x, false);
      assertArrayEquals(
          images, stream.decoder().decode(store, after.nu(), false).toDoubleArray(), 1e-12);
      for (int n = 0; n < POINTS; n++) {
        for (int i = 0; i < 2; i++) {
          assertEquals(before.nu().getDouble(n, i) / sigma[i], after.nu().getDouble(n, i), 1e-12);
          // The clamp bends log tau a little: by less than two per cent of the shift here.
          assertEquals(
              before.logTau().getDouble(n, i) - 2 * Math.log(sigma[i]),
              after.logTau().getDouble(n, i),
              0.03);
        }
      }
    }
  }

  @Test
  void theKlTermsFallByTheClosedFormAndTheSecondMomentsBecomeOne() {
    SampleLattice lattice = SampleLattice.single(2);
    try (MsVae model = Tiny.doubles(2, 7);
        NDManager scope = model.manager().newSubManager()) {
      model.streams().forEach(s -> s.encoder().divideLatents(new double[] {0.6, 1.7}));
      NDArray x = Tiny.x(scope, POINTS, TYPE, 8);
      NDArray epsilon = Tiny.noise(scope, lattice, POINTS, TYPE, 9);
      Elbo elbo = new Elbo(model, lattice, 1, false);
      ElboTerms before = elbo.evaluate(x, epsilon, false);
      LatentScale scale = new LatentScale(2, Tiny.SIZES.latent());
      scale.add(before);
      double gain = 0;
      double logVolume = 0;
      for (int h = 0; h < 2; h++) {
        for (double s : scale.sigma(h)) {
          gain += 0.5 * (s * s - 1 - 2 * Math.log(s));
          logVolume += Math.log(s);
        }
      }
      assertTrue(gain > 0.1, "a scale to correct: " + gain);
      assertEquals(logVolume, scale.apply(model), 1e-12);
      ElboTerms after = elbo.evaluate(x, epsilon, false);
      assertEquals(before.totalKl() - gain, after.totalKl(), 0.03 * gain + 1e-3);
      assertEquals(before.encoderEntropy() - logVolume, after.encoderEntropy(), 0.02);
      assertEquals(1, after.secondMoment(), 5e-3);
      assertTrue(after.elbo() > before.elbo());
    }
  }

  @Test
  void trainingWithItEndsAtTheScaleOfThePrior() throws IOException {
    double with = last(TrainingConfig.MStepSchedule.EPOCH_AND_LATENT_SCALE);
    double without = last(TrainingConfig.MStepSchedule.EPOCH);
    assertEquals(1, with, 0.05);
    assertTrue(Math.abs(without - 1) > 2 * Math.abs(with - 1), without + " without the step");
  }

  private static double last(TrainingConfig.MStepSchedule schedule) throws IOException {
    try (MsVae model = Tiny.floats(2, 5)) {
      History history =
          new Trainer(
                  model,
                  Tiny.config(40, 1, 6)
                      .with(
                          c -> {
                            c.mStep = schedule;
                            c.decoderStatistics = TrainingConfig.Statistics.RUNNING;
                          }))
              .fit(Tiny.data(80, 7));
      return history.last("secondMoment");
    }
  }
}
