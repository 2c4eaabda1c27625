package vaelab.train;

import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How fast a training goes and when it will end, for everything that shows progress.
 *
 * <p>The rate is that of the whole run so far: it moves slowly, and so does the time left. It
 * counts steps that were made: those that a resumed training brings along took no time.
 */
public final class Pace {

  private final TrainingPlan plan;
  private final LongSupplier nanoTime;
  private final long start;
  private long done;
  private long made;

  /**
   * Starts the clock.
   *
   * @param plan what is to be done
   */
  public Pace(TrainingPlan plan) {
    this(plan, System::nanoTime);
  }

  /**
   * Starts a clock of one's own, for tests.
   *
   * @param plan what is to be done
   * @param nanoTime a clock in nanoseconds with any origin
   */
  public Pace(TrainingPlan plan, LongSupplier nanoTime) {
    this.plan = plan;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /**
   * Notes that a step is done; called once for each.
   *
   * @param epoch the running epoch, counted from 1
   * @param step the finished step of it, counted from 1
   */
  public void reached(int epoch, int step) {
    done = plan.stepsDone(epoch, step);
    made++;
  }

  /** Returns the steps of this run that are done. */
  public long done() {
    return done;
  }

  /** Returns the part of this run that is done, in [0, 1]. */
  public double fraction() {
    return Math.min(1, done / (double) plan.steps());
  }

  /** Returns the seconds since the start. */
  public double seconds() {
    return (nanoTime.getAsLong() - start) * 1e-9;
  }

  /** Returns optimiser steps a second, NaN before the first step. */
  public double stepsPerSecond() {
    return made == 0 ? Double.NaN : made / Math.max(1e-9, seconds());
  }

  /**
   * Returns the seconds that the planned epochs still take at this rate, NaN before the first step.
   */
  public double secondsLeft() {
    return made == 0 ? Double.NaN : seconds() * Math.max(0, plan.steps() - done) / made;
  }

  /**
   * Returns the rate for people: {@code 12.3 steps/s}, or {@code 4.2 s/step} where that is slow.
   */
  public String rateText() {
    double rate = stepsPerSecond();
    if (Double.isNaN(rate)) {
      return "- steps/s";
    }
    if (rate < 0.5) {
      return String.format(Locale.ROOT, "%.1f s/step", 1 / rate);
    }
    return String.format(Locale.ROOT, rate < 100 ? "%.1f steps/s" : "%.0f steps/s", rate);
  }

  /**
   * Writes a span of time for people.
   *
   * @param seconds the span; NaN is unknown
   * @return for example {@code 8 s}, {@code 2 min 05 s}, {@code 3 h 07 min}, or {@code -} if
   *     unknown
   */
  public static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return "-";
    }
    long s = Math.round(seconds);
    if (s < 60) {
      return s + " s";
    }
    if (s < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s / 60 % 60);
  }
}
