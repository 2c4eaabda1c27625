package vaelab.experiments.comparison;

import java.util.List;
import java.util.Map;
import vaelab.separation.Separation;

/**
 * What a compared system reached at one K.
 *
 * @param scores scores of the plain and the masked system; none if it diverged
 * @param diverged that it diverged, else nothing
 * @param shown estimates of the first mixtures by name of the system, for figures
 */
record MeasuredCell(
    List<SystemScore> scores, List<Divergence> diverged, Map<String, Separation> shown) {}
