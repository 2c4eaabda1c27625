/**
 * The thin floor over Deep Java Library: what the methods need and the library does not give.
 *
 * <ul>
 *   <li>{@link vaelab.tensor.GradMode} switches recording, which PyTorch keeps per thread;
 *   <li>{@link vaelab.tensor.GradientLeaves} hands parameters to a network as fresh leaves, so that
 *       gradients never accumulate from step to step and freezing is explicit;
 *   <li>{@link vaelab.tensor.Constants} multiplies by constants that a recorded graph may keep;
 *   <li>{@link vaelab.tensor.Backward} runs backward passes, side by side where graphs are
 *       separate;
 *   <li>{@link vaelab.tensor.Workers} deals independent tensor work out to the cores;
 *   <li>{@link vaelab.tensor.Adam} is the optimiser with a state that can be saved;
 *   <li>{@link vaelab.tensor.Safetensors} writes named arrays with metadata, atomically;
 *   <li>{@link vaelab.tensor.SavedModel} is what the model files of all methods share;
 *   <li>{@link vaelab.tensor.TorchInit} is PyTorch's default initialisation of linear layers;
 *   <li>{@link vaelab.tensor.NoiseSource} draws reproducible Gaussian noise;
 *   <li>{@link vaelab.tensor.HostMemory} reads tensors that live in host memory without a copy;
 *   <li>{@link vaelab.tensor.Hardware} says what a run ran on.
 * </ul>
 */
package vaelab.tensor;
