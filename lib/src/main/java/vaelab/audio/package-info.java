/**
 * Sound as plain Java arrays: files, spectra, frames for a model, and conversations to learn from.
 *
 * <p>Conventions: samples are floats with full scale [-1,1], [channels][frames]; spectra are
 * [columns][bins]; times are seconds and rates are frames a second. Everything random is a function
 * of its seed alone, the same on every machine.
 */
package vaelab.audio;
