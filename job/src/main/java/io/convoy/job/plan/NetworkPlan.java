package io.convoy.job.plan;

import io.convoy.core.cost.Work;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What a run of a network will do and cost.
 *
 * @param algorithms the kernels of its convolutions, and how many steps have each
 * @param choice why that grid, which cuts the list of images only, and what the run is expected to
 *     take
 * @param records records of the input, bad ones included
 * @param unfit records that the run will reject, as far as their headers tell
 * @param input sizes of the records that the network reads, (C, H, W) after preprocessing
 * @param columns what is written of each record
 * @param work arithmetic and bytes, of all records together
 * @param packedBytes packed weights, once an executor
 * @param batch images that are computed together
 * @param steps what is run for each image of the largest size, in order
 */
public record NetworkPlan(
    SortedMap<String, Long> algorithms,
    Choice choice,
    long records,
    long unfit,
    SizeRange input,
    List<PlannedColumn> columns,
    Work work,
    long packedBytes,
    NetworkBatch batch,
    List<PlannedStep> steps)
    implements RunPlan {
  public NetworkPlan {
    columns = List.copyOf(columns);
    steps = List.copyOf(steps);
  }

  @Override
  public Grid grid() {
    return choice.chosen().grid();
  }

  @Override
  public int cores() {
    return choice.resources().slots();
  }

  @Override
  public TaskMemory memory() {
    return choice.chosen().memory();
  }

  @Override
  public Optional<Choice> forecast() {
    return Optional.of(choice);
  }

  /** Seconds of one core that works alone, for one image of the largest size. */
  public double imageSeconds() {
    return steps.stream().mapToDouble(PlannedStep::seconds).sum();
  }

  /**
   * What bands of rows add to the arithmetic of an image of the largest size, as a share of it; 0
   * without bands.
   */
  public double extraShare() {
    long once = steps.stream().mapToLong(step -> step.facts().work().multiplyAdds()).sum();
    return batch.bands().map(bands -> (double) bands.extraMultiplyAdds() / once).orElse(0.0);
  }

  /** Images a second of the whole run, from its start to its end. */
  public double imagesPerSecond() {
    return records / choice.chosen().wall();
  }

  @Override
  public String outputs() {
    return columns.stream().map(PlannedColumn::toString).collect(Collectors.joining(", "));
  }
}
