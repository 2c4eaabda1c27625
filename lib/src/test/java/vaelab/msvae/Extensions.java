package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import vaelab.msvae.energy.CombinationRule;
import vaelab.msvae.energy.ObservationNoise;
import vaelab.msvae.estep.StatePrior;
import vaelab.tensor.Constants;

/** What somebody with another model in mind writes: one class each, nothing else. */
final class Extensions {
  private Extensions() {}

  /** The brightest stream is seen: max_h s_h mu_h. */
  record Maximum() implements CombinationRule {
    @Override
    public NDArray combine(NDList streams, NDList active) {
      NDArray max = streams.get(0).mul(active.get(0));
      for (int h = 1; h < streams.size(); h++) {
        max = max.maximum(streams.get(h).mul(active.get(h)));
      }
      return max;
    }
  }

  /** All states but silence, equally likely, and no word about which ones those are. */
  record NeverSilent(int streams) implements StatePrior {
    @Override
    public double[] logProbabilities() {
      double[] all = new double[1 << streams];
      Arrays.fill(all, -Math.log(all.length - 1));
      all[0] = Double.NEGATIVE_INFINITY;
      return all;
    }
  }

  /** Gaussian noise of standard deviation sigma; the energy is half the squared distance. */
  record GaussianNoise() implements ObservationNoise {
    @Override
    public NDArray energy(NDArray x, NDArray mean) {
      NDArray residual = mean.sub(x);
      return Constants.times(residual.mul(residual).sum(new int[] {-1}), 0.5);
    }

    @Override
    public double inverseTemperature(double scale) {
      return 1 / (scale * scale);
    }

    @Override
    public double logNormalizer(double scale, int dim) {
      return -dim * Math.log(scale * Math.sqrt(2 * Math.PI));
    }

    @Override
    public double scaleFor(double meanEnergy, int dim) {
      return Math.sqrt(2 * meanEnergy / dim);
    }

    @Override
    public double entropy(double scale, int dim) {
      return dim * (0.5 + Math.log(scale * Math.sqrt(2 * Math.PI)));
    }
  }
}
