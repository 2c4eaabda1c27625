package vaelab.jointvae;

/**
 * How many nats a KL divergence is held to, by step: a line from 0 at step 0 to {@code end} at step
 * {@code ramp}, and {@code end} from there on, but never more than {@code bound}.
 *
 * <p>The bound cuts, it does not bend: with end 5 and bound log 10 the discrete capacity is full
 * after 46 % of the ramp, as released.
 *
 * @param end capacity that the line leads to, nats
 * @param ramp number of steps to get there, at least 1
 * @param bound largest capacity, nats
 */
record CapacitySchedule(double end, int ramp, double bound) {

  /** The capacity of a step, which counts from 1. */
  double at(long step) {
    return Math.min(Math.min(end * step / ramp, end), bound);
  }
}
