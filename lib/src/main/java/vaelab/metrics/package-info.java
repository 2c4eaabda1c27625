/** Scores of predictions against the truth, on plain Java arrays. */
package vaelab.metrics;
