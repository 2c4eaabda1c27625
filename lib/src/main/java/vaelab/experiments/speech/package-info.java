/**
 * Who speaks when (paper section 3.3), and what each of them says.
 *
 * <p>{@link vaelab.experiments.speech.WhoSpeaksWhen} measures the multi-stream VAE on conversations
 * made of recordings, beside a classical baseline; {@link
 * vaelab.experiments.speech.ConversationTraining} and {@link
 * vaelab.experiments.speech.ConversationModel} are the same for a user's own speakers.
 */
package vaelab.experiments.speech;
