package vaelab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingPlan;

class LiveTrainingTest {

  /** Keeps what a notebook would show. */
  private static final class FakeKernel implements NotebookKernel {
    final List<Rendering> displays = new ArrayList<>();
    final List<Rendering> updates = new ArrayList<>();

    @Override
    public void register() {}

    @Override
    public String display(Object object) {
      displays.add((Rendering) object);
      return "id " + displays.size();
    }

    @Override
    public void update(String id, Object object) {
      assertEquals("id " + displays.size(), id);
      updates.add((Rendering) object);
    }

    String last() {
      return updates.get(updates.size() - 1).text();
    }

    String lastHtml() {
      return updates.get(updates.size() - 1).data().get(Rendering.HTML);
    }
  }

  private static final LivePanel PANEL =
      LivePanel.of("Rates", "pi", "pi", "not there yet").reference("generating", 0.3, "pi[0]");

  private final FakeKernel kernel = new FakeKernel();
  private final long[] now = {0};
  private final LiveTraining live = LiveTraining.on(kernel, () -> now[0], PANEL);

  private static History history(int epochs) {
    History history = new History();
    for (int e = 1; e <= epochs; e++) {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put("elbo", 100.0 * e);
      row.put("accuracy", 0.5);
      History.putVector(row, "pi", 0.3, 0.2);
      history.add(e, row);
    }
    return history;
  }

  @Test
  void oneDisplayIsUpdatedAtMostOnceASecond() {
    live.onStart(new TrainingPlan("digits <0, 1>", 1, 4, 100));
    for (int step = 1; step <= 100; step++) {
      now[0] += 100_000_000L;
      live.onStep(1, step, -3.5);
    }
    assertEquals(1, kernel.displays.size());
    assertEquals(10, kernel.updates.size());
    assertEquals(
        "digits <0, 1> · epoch 1/4 · ELBO -3.50 nats · 10.0 steps/s · 30 s left", kernel.last());
    assertTrue(kernel.lastHtml().contains("digits &lt;0, 1&gt;"));
    assertTrue(kernel.lastHtml().contains("width:25.0%"));
    assertFalse(kernel.lastHtml().contains("<img"), "no curves before the first epoch");
  }

  @Test
  void theEndIsShownWithItsCurvesHoweverSoonItComes() {
    live.onStart(new TrainingPlan("digits", 1, 2, 1));
    live.onStep(1, 1, 90);
    live.onEpoch(history(1));
    live.onStep(2, 1, 190);
    live.onEpoch(history(2));
    assertEquals(0, kernel.updates.size());
    live.onStop(StopReason.epochLimit(2));
    assertEquals(1, kernel.updates.size());
    assertEquals(
        "digits · epoch 2/2 · ELBO 200.00 nats · accuracy 50.00 % · stopped after 0 s, "
            + "epoch limit: reached the limit of 2 epochs",
        kernel.last());
    assertTrue(kernel.lastHtml().contains("<img src=\"data:image/png;base64,"));
  }

  /** A panel without a curve would be an empty plot. */
  @Test
  void aTrainingWithoutAPanelsColumnsHasNoPlot() {
    LiveTraining other =
        LiveTraining.on(kernel, () -> now[0], LivePanel.of("Loss", "nats", "not there"));
    other.onStart(new TrainingPlan("tables", 1, 2, 1));
    other.onEpoch(history(2));
    other.onStop(StopReason.epochLimit(2));
    assertTrue(kernel.last().contains("tables · epoch 2/2"), kernel.last());
    assertFalse(kernel.lastHtml().contains("<img"));
  }

  @Test
  void aSecondTrainingHasADisplayOfItsOwn() {
    for (int run = 0; run < 2; run++) {
      live.onStart(new TrainingPlan("digits", 1, 2, 1));
      live.onStop(StopReason.failed("the loss is NaN"));
    }
    assertEquals(2, kernel.displays.size());
    assertEquals(2, kernel.updates.size());
  }

  @Test
  void aTrainingThatFailsBeforeItsStartShowsNothing() {
    live.onStop(StopReason.failed("no data"));
    assertEquals(0, kernel.updates.size());
  }

  @Test
  void aPanelDrawsVectorsAndLeavesOutMissingColumns() {
    XYChart chart = PANEL.chart(history(3), 300, 200);
    assertEquals(Set.of("π[0]", "π[1]", "generating"), chart.getSeriesMap().keySet());
    XYChart cut =
        LivePanel.of("", "", "elbo").cutOffStart().logarithmic().chart(history(20), 300, 200);
    assertEquals(300 - 0.05 * 1700, cut.getStyler().getYAxisMin(), 1e-9);
    assertTrue(cut.getStyler().isYAxisLogarithmic());
  }

  @Test
  void withoutAKernelEverythingStillRuns() {
    NotebookSupport.init();
    assertFalse(NotebookSupport.isNotebook());
    NotebookSupport.show("text");
    LiveTraining terminal = LiveTraining.of(PANEL);
    terminal.onStart(new TrainingPlan("without a kernel", 1, 1, 1));
    terminal.onStep(1, 1, 0);
    terminal.onEpoch(history(1));
    terminal.onStop(StopReason.epochLimit(1));
  }
}
