package vaelab.msvae.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** The paper's linear combination inside the decoder: sum_h s_h mu_h (eq. 3). */
public record SumCombination() implements CombinationRule {

  @Override
  public NDArray combine(NDList streams, NDList active) {
    NDArray sum = streams.get(0).mul(active.get(0));
    for (int h = 1; h < streams.size(); h++) {
      sum = sum.add(streams.get(h).mul(active.get(h)));
    }
    return sum;
  }
}
