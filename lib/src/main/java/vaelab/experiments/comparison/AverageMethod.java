package vaelab.experiments.comparison;

import java.util.List;
import vaelab.experiments.TrainingCost;
import vaelab.separation.AverageSeparator;
import vaelab.train.TrainingListener;

/** x / K for every source: the floor of Table 1, which also checks the protocol. */
final class AverageMethod implements ComparedMethod {
  private static final List<String> PAPER = List.of("14.75 / 0.61", "13.48 / 0.47", "12.98 / 0.39");

  @Override
  public String id() {
    return "average";
  }

  @Override
  public List<?> configuration() {
    return List.of();
  }

  @Override
  public void train(TrainingListener listener) {}

  @Override
  public List<ComparedSystem> systems() {
    return List.of(
        ComparedSystem.of(
            "Average", PAPER, () -> TrainingCost.NONE, run -> new AverageSeparator()));
  }
}
