package vaelab.notebook;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import vaelab.plot.Panels;
import vaelab.train.History;
import vaelab.train.Pace;
import vaelab.train.StopReason;
import vaelab.train.TerminalProgress;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/**
 * Shows a training in a notebook while it runs: a progress bar with epoch, ELBO, accuracy, rate and
 * time left, and below it the training curves.
 *
 * <p>All of it lives in one output that is replaced in place, so the saved notebook holds the final
 * state alone. It is redrawn at most once a second, and less often where drawing would cost more
 * than a twentieth of the training.
 *
 * <p>Without a kernel it hands everything to {@link TerminalProgress}. One instance serves one
 * training after the other.
 */
public final class LiveTraining implements TrainingListener {

  private static final long SECOND = 1_000_000_000L;
  private static final int DRAWING_SHARE = 20;
  private static final int PANEL_WIDTH = 400;
  private static final int PANEL_HEIGHT = 320;
  private static final int PANELS_A_ROW = 3;

  private final List<LivePanel> panels;
  private final Optional<NotebookKernel> kernel;
  private final LongSupplier nanoTime;
  private final TrainingListener terminal;

  private TrainingPlan plan;
  private Pace pace;
  private String displayId;
  private String curves;
  private History history;
  private int epoch;
  private double runningElbo;
  private long nextUpdate;

  private LiveTraining(
      List<LivePanel> panels, Optional<NotebookKernel> kernel, LongSupplier nanoTime) {
    this.panels = List.copyOf(panels);
    this.kernel = kernel;
    this.nanoTime = nanoTime;
    this.terminal = kernel.isPresent() ? NONE : new TerminalProgress();
  }

  /**
   * Watches a training from the running notebook, or from the terminal if there is none.
   *
   * @param panels the curves to draw, three a row; may be empty
   * @return a listener
   */
  public static LiveTraining of(List<LivePanel> panels) {
    return new LiveTraining(panels, NotebookSupport.kernel(), System::nanoTime);
  }

  /**
   * Watches a training from the running notebook, or from the terminal if there is none.
   *
   * @param panels the curves to draw, three a row; may be empty
   * @return a listener
   */
  public static LiveTraining of(LivePanel... panels) {
    return of(List.of(panels));
  }

  /** A listener on a kernel and a clock of the test's own. */
  static LiveTraining on(NotebookKernel kernel, LongSupplier nanoTime, LivePanel... panels) {
    return new LiveTraining(List.of(panels), Optional.of(kernel), nanoTime);
  }

  @Override
  public void onStart(TrainingPlan newPlan) {
    terminal.onStart(newPlan);
    plan = newPlan;
    pace = new Pace(plan, nanoTime);
    curves = "";
    history = null;
    epoch = plan.firstEpoch();
    runningElbo = Double.NaN;
    nextUpdate = nanoTime.getAsLong() + SECOND;
    kernel.ifPresent(k -> displayId = k.display(rendering(status())));
  }

  @Override
  public void onStep(int newEpoch, int step, double elbo) {
    terminal.onStep(newEpoch, step, elbo);
    epoch = newEpoch;
    pace.reached(epoch, step);
    // Smoothed, as single minibatches jump.
    runningElbo = Double.isNaN(runningElbo) ? elbo : 0.95 * runningElbo + 0.05 * elbo;
    if (nanoTime.getAsLong() >= nextUpdate) {
      update(false, status());
    }
  }

  @Override
  public void onEpoch(History newHistory) {
    terminal.onEpoch(newHistory);
    history = newHistory;
    epoch = history.lastEpoch();
    if (nanoTime.getAsLong() >= nextUpdate) {
      update(true, status());
    }
  }

  @Override
  public void onStop(StopReason reason) {
    terminal.onStop(reason);
    if (plan == null) {
      return; // the training failed before it started
    }
    update(true, "stopped after " + Pace.duration(pace.seconds()) + ", " + reason);
    history = null;
  }

  private void update(boolean redraw, String status) {
    kernel.ifPresent(
        k -> {
          long start = nanoTime.getAsLong();
          List<LivePanel> drawn = redraw && history != null ? drawn() : List.of();
          if (!drawn.isEmpty()) {
            curves = Renderings.imageTag(draw(drawn), "Training curves of " + plan.title());
          }
          k.update(displayId, rendering(status));
          long end = nanoTime.getAsLong();
          nextUpdate = end + Math.max(SECOND, DRAWING_SHARE * (end - start));
        });
  }

  /** Panels with anything to show: one listener may watch trainings with other columns. */
  private List<LivePanel> drawn() {
    return panels.stream().filter(panel -> panel.hasCurves(history)).toList();
  }

  private BufferedImage draw(List<LivePanel> drawn) {
    Panels figure = Panels.columns(PANELS_A_ROW);
    for (LivePanel panel : drawn) {
      figure.add(panel.chart(history, PANEL_WIDTH, PANEL_HEIGHT));
    }
    return figure.build();
  }

  /** While it runs: how fast, and how long still. */
  private String status() {
    return pace.rateText() + " · " + Pace.duration(pace.secondsLeft()) + " left";
  }

  /**
   * What is known of the model: the means of the last epoch, or the running ELBO before the first.
   */
  private String measured() {
    boolean has = history != null;
    double elbo = has && history.has("elbo") ? history.last("elbo") : runningElbo;
    StringBuilder text = new StringBuilder("epoch " + epoch + "/" + plan.epochs());
    if (Double.isFinite(elbo)) {
      text.append(String.format(Locale.ROOT, " · %s %.2f", plan.objective(), elbo));
      text.append(plan.objective().equals(TrainingPlan.ELBO) ? " nats" : "");
    }
    if (has && history.has("accuracy")) {
      text.append(
          String.format(Locale.ROOT, " · accuracy %.2f %%", 100 * history.last("accuracy")));
    }
    return text.toString();
  }

  private Rendering rendering(String status) {
    double percent = 100 * pace.fraction();
    String text = plan.title() + " · " + measured() + " · " + status;
    String html =
        "<div style=\"margin:0.4em 0\"><div><b>"
            + Renderings.escape(plan.title())
            + "</b> &nbsp; "
            + Renderings.escape(measured())
            + " · "
            + Renderings.escape(status)
            + "</div><div style=\"background:#e4e4e4;height:8px;border-radius:4px;"
            + "margin:0.4em 0 0.6em 0;max-width:60em\"><div style=\"background:#0072b2;height:8px;"
            + "border-radius:4px;width:"
            + String.format(Locale.ROOT, "%.1f", percent)
            + "%\"></div></div>"
            + curves
            + "</div>";
    return Rendering.html(html, text);
  }
}
