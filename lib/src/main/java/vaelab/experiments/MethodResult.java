package vaelab.experiments;

import java.util.List;
import java.util.Map;

/**
 * What one method of a comparison reached, and what that depends on.
 *
 * @param method short name of the method
 * @param configuration settings of its training
 * @param scores scores of its systems at every K, in the order of the table
 * @param knob quality against time, where the method has a knob for it
 * @param commit commit of the project
 * @param finished when the measurement ended, UTC
 * @param hardware processor, cores, device and versions
 * @param measuringSeconds wall time of the measurement, training not counted
 */
public record MethodResult(
    String method,
    Object configuration,
    List<SystemScore> scores,
    List<ComparisonResult.KnobPoint> knob,
    String commit,
    String finished,
    Map<String, String> hardware,
    long measuringSeconds) {}
