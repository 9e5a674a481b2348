package io.convoy.job.plan;

import io.convoy.core.cost.Work;
import io.convoy.core.model.StepFacts;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What a run of a network will do and cost.
 *
 * @param algorithms the kernels of its convolutions, and how many steps have each
 * @param grid parts of images; a network's channels and rows are not cut
 * @param cores cores that it was planned for
 * @param records records of the input, bad ones included
 * @param unfit records that the run will reject, as far as their headers tell
 * @param input sizes of the records that the network reads, (C, H, W) after preprocessing
 * @param columns what is written of each record
 * @param work arithmetic and bytes, of all records together
 * @param memory what one task needs
 * @param packedBytes packed weights, once an executor and size of images
 * @param batch images that are computed together
 * @param arenaBytes what a task holds activations in, for a batch of the largest images
 * @param steps what is run for each image of the largest size, in order
 */
public record NetworkPlan(
    SortedMap<String, Long> algorithms,
    Grid grid,
    int cores,
    long records,
    long unfit,
    SizeRange input,
    List<PlannedColumn> columns,
    Work work,
    TaskMemory memory,
    long packedBytes,
    int batch,
    long arenaBytes,
    List<StepFacts> steps)
    implements RunPlan {
  public NetworkPlan {
    columns = List.copyOf(columns);
    steps = List.copyOf(steps);
  }

  @Override
  public String outputs() {
    return columns.stream().map(PlannedColumn::toString).collect(Collectors.joining(", "));
  }
}
