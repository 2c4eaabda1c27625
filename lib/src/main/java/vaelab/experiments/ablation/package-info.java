/**
 * What each choice of the ten-digit recipe is worth.
 *
 * <p>{@link vaelab.experiments.ablation.RecipeChange} names the choices, {@link
 * vaelab.experiments.ablation.Ablation} trains the model with one of them changed at a time.
 * Choices are made on training images: a tenth of them is held out, test images have no say.
 */
package vaelab.experiments.ablation;
