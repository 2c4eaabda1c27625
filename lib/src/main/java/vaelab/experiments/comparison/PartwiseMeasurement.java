package vaelab.experiments.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.comparison.PartialResult.Cell;
import vaelab.tensor.Hardware;

/** Measures the systems of a method one by one at one K after another, and goes on where it was. */
final class PartwiseMeasurement {
  private final List<Integer> ks;
  private final SeparationProtocol test;
  private final MethodFiles files;
  private final String commit = ResultFiles.commit();

  /**
   * A measurement that begins now, before any training: its commit is that of the code at work.
   *
   * @param ks numbers of sources
   * @param test how systems are scored
   * @param files where cells and estimates are kept
   */
  PartwiseMeasurement(List<Integer> ks, SeparationProtocol test, MethodFiles files) {
    this.ks = ks;
    this.test = test;
    this.files = files;
  }

  /**
   * Measures what an interrupted measurement did not leave.
   *
   * @param method the method, trained
   * @return all of its cells, in the order of the table
   * @throws IOException if files cannot be read or written, or were left by a measurement with
   *     other settings, of another model or on other hardware
   */
  List<Cell> of(ComparedMethod method) throws IOException {
    PartialResult now =
        new PartialResult(
            method.configuration(),
            MeasuredWith.checksum(method.trained()),
            Hardware.describe(),
            List.of());
    PartialResult kept = files.readPart(method.id()).orElse(now);
    kept.require(now, files.partFile(method.id()));
    List<Cell> cells = new ArrayList<>();
    for (ComparedSystem system : method.systems()) {
      for (int k : ks.stream().filter(k -> k <= system.limits().sources()).toList()) {
        Optional<Cell> known = kept.cell(system.name(), k);
        if (known.isPresent()) {
          cells.add(known.get());
        } else {
          cells.add(measured(system, k));
          files.writePart(method.id(), kept.and(cells, now));
        }
      }
    }
    return cells;
  }

  private Cell measured(ComparedSystem system, int k) throws IOException {
    long start = System.nanoTime();
    MeasuredCell cell = test.measure(system, k);
    for (var estimates : cell.shown().entrySet()) {
      files.writeEstimates(estimates.getKey(), estimates.getValue());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Cell(system.name(), k, cell.scores(), cell.diverged(), commit, seconds);
  }
}
