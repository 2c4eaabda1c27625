/**
 * What all separation methods share: mixtures and K in, K sources a mixture out.
 *
 * <p>Every row of the paper's Table 1 is a {@link vaelab.separation.SourceSeparator}. Two of them
 * need no training and stand here: {@link vaelab.separation.AverageSeparator}, the floor that every
 * method has to beat, and {@link vaelab.separation.MaskedSeparator}, which scales the sources of
 * another method so that they sum to the mixture.
 */
package vaelab.separation;
