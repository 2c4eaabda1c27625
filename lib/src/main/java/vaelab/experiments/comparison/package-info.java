/**
 * Methods beside each other: Table 1 (paper section 3.2) and single digits.
 *
 * <p>{@link vaelab.experiments.comparison.Comparison} is Table 1, one {@code ComparedMethod} after
 * another under one {@code SeparationProtocol}, each kept in a file of its own; {@link
 * vaelab.experiments.comparison.SingleDigits} is K = 1, beside JointVAE. LASS and BASIS take days
 * on a CPU at their published sizes, JointVAE hours; {@code BasisSettings}, {@code LassSettings}
 * and {@link vaelab.experiments.comparison.SingleDigitsConfig} say what is trained instead, and
 * tables name it.
 */
package vaelab.experiments.comparison;
