/**
 * Sound as plain Java arrays: files, spectra, rows for a model, and conversations to learn from.
 *
 * <ol>
 *   <li><b>Files.</b> {@link vaelab.audio.WavReader} and {@link vaelab.audio.WavWriter} work block
 *       by block; {@link vaelab.audio.Waveform} is sound in memory, {@link
 *       vaelab.audio.SampleSource} sound of one channel that need not be, at any rate ({@link
 *       vaelab.audio.Resampler}).
 *   <li><b>Spectra.</b> {@link vaelab.audio.Stft} and its inverse; {@link
 *       vaelab.audio.SpectrogramPatches} makes of them the rows that a multi-stream VAE learns from
 *       (arXiv 2510.15669, section 3.3: overlapping frames of 17 columns), and {@link
 *       vaelab.audio.PatchLayout} and {@link vaelab.audio.PatchAverage} lead from rows back to
 *       instants and spectra. {@link vaelab.audio.Mfcc} is what classical systems look at instead.
 *   <li><b>Speech.</b> {@link vaelab.audio.FsddRecordings} finds spoken digits, or {@link
 *       vaelab.audio.FormantVoice} synthesises a stand-in; {@link vaelab.audio.ConversationPlan}
 *       lays recordings out as a {@link vaelab.audio.Conversation}, everything about which is
 *       known.
 * </ol>
 *
 * <p>Conventions: samples are floats with full scale [-1,1], [channels][frames]; a frame is one
 * sample of every channel, what the paper calls a frame is a patch here; spectra are
 * [columns][bins]; times are seconds and rates are frames a second. What comes in pieces gives the
 * same result however it is cut. Everything random is a function of its seed alone, the same on
 * every machine. Files that are not what they should be raise {@link vaelab.data.BadDataException};
 * wrong arguments raise {@link IllegalArgumentException}.
 */
package vaelab.audio;
