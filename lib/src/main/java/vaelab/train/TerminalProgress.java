package vaelab.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a training in the terminal: epoch, ELBO, accuracy, rate and time left.
 *
 * <p>In a terminal that is a bar which is redrawn in place a few times a second. Elsewhere (a log
 * file, continuous integration) carriage returns would only litter, so there it is one plain line
 * an epoch.
 */
public final class TerminalProgress implements TrainingListener {

  private static final int UPDATE_MILLIS = 250;

  private final PrintStream out;
  private final boolean interactive;
  private TrainingPlan plan;
  private Pace pace;
  private ProgressBar bar;
  private double accuracy;
  private double runningElbo;

  /** Writes to standard error, as a bar if that is a terminal. */
  public TerminalProgress() {
    this(System.err, System.console() != null && System.getenv("CI") == null);
  }

  /**
   * Writes wherever wanted.
   *
   * @param out where to
   * @param interactive true for a bar redrawn in place, false for a plain line an epoch
   */
  public TerminalProgress(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  @Override
  public void onStart(TrainingPlan newPlan) {
    plan = newPlan;
    pace = new Pace(plan);
    accuracy = Double.NaN;
    runningElbo = Double.NaN;
    if (interactive) {
      // The time left is our own: the library's leaves out what the listeners themselves take.
      bar =
          new ProgressBarBuilder()
              .setTaskName(plan.title())
              .setInitialMax(plan.steps())
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(out))
              .setEtaFunction(state -> Optional.empty())
              .hideEta()
              .build();
    } else {
      out.println(
          plan.title()
              + ": epochs "
              + plan.firstEpoch()
              + " to "
              + plan.epochs()
              + ", "
              + plan.stepsPerEpoch()
              + " steps each");
    }
  }

  @Override
  public void onStep(int epoch, int step, double elbo) {
    pace.reached(epoch, step);
    // Between epochs the bar shows a smoothed ELBO: that of single minibatches jumps.
    runningElbo = Double.isNaN(runningElbo) ? elbo : 0.95 * runningElbo + 0.05 * elbo;
    if (bar != null) {
      bar.setExtraMessage(" " + line(epoch, runningElbo));
      bar.stepTo(pace.done());
    }
  }

  @Override
  public void onEpoch(History history) {
    if (history.has("accuracy")) {
      accuracy = history.last("accuracy");
    }
    if (bar == null) {
      double elbo = history.has("elbo") ? history.last("elbo") : runningElbo;
      out.println(line(history.lastEpoch(), elbo));
    }
  }

  @Override
  public void onStop(StopReason reason) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    String took = pace == null ? "" : " after " + Pace.duration(pace.seconds());
    out.println("Stopped" + took + ", " + reason);
  }

  private String line(int epoch, double elbo) {
    StringBuilder text = new StringBuilder();
    text.append("epoch ").append(epoch).append('/').append(plan.epochs());
    if (!Double.isNaN(elbo)) { // counting tables, for example, has none
      text.append(String.format(Locale.ROOT, "  %s %.2f", plan.objective(), elbo));
    }
    if (!Double.isNaN(accuracy)) {
      text.append(String.format(Locale.ROOT, "  accuracy %.2f %%", 100 * accuracy));
    }
    text.append("  ").append(pace.rateText());
    text.append("  ").append(Pace.duration(pace.secondsLeft())).append(" left");
    return text.toString();
  }
}
