/**
 * The one hot spot: the energies of x under every combination of active streams.
 *
 * <p>For a data point x (D values) and decoder outputs mu_h the E-step needs the energy of x given
 * every state s in {0,1}^H, for Laplace noise the L1 distance |x - sum_h s_h mu_h|_1 (eqs. 8-10).
 * With M samples a stream, combined crosswise, each stream is off or one of M images: the points of
 * a {@link vaelab.msvae.energy.SampleLattice}.
 *
 * <p>{@link vaelab.msvae.energy.StateEnergies} has two implementations, held to each other by a
 * test: {@link vaelab.msvae.energy.VectorStateEnergies} meets in the middle on the CPU (partial
 * sums of the lower streams taken from x against partial sums of the upper ones), {@link
 * vaelab.msvae.energy.TensorStateEnergies} is chunked tensor algebra on any device, and works for
 * any {@link vaelab.msvae.energy.CombinationRule} and {@link vaelab.msvae.energy.ObservationNoise}.
 */
package vaelab.msvae.energy;
