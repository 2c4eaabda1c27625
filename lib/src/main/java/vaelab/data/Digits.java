package vaelab.data;

/**
 * A digit data set, ready for use.
 *
 * @param train images to learn from (MNIST: 60,000 of 28 x 28)
 * @param test images never learnt from (MNIST: 10,000)
 * @param origin what they are; goes into every result
 */
public record Digits(LabelledImages train, LabelledImages test, DataOrigin origin) {}
