/**
 * Measurements: what the library's form of the model gains over the eager form, and whether both
 * compute the same.
 *
 * <p>{@link vaelab.bench.Benchmarks#run} measures times with JMH, each benchmark in a virtual
 * machine of its own that first compares the contenders' results and fails if they differ:
 *
 * <ul>
 *   <li>{@link vaelab.bench.EnergyBenchmark}: energies of all states, and their gradient;
 *   <li>{@link vaelab.bench.TrainingStepBenchmark}: a whole training step.
 * </ul>
 *
 * <p>{@link vaelab.bench.MemoryUse} is what the energies allocate, counted by this virtual machine.
 *
 * <p>{@link vaelab.bench.EagerReference} is the model written down plainly with tensors. {@link
 * vaelab.bench.ContentionCheck} measures training beside a busy second process.
 */
package vaelab.bench;
