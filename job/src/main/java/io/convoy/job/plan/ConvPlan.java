package io.convoy.job.plan;

import io.convoy.core.conv.ConvSpec;
import io.convoy.core.cost.Work;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a run will do and cost.
 *
 * @param algorithms the kernels that the sizes of the records call for, and for how many records
 * @param grid parts of images, channels and rows; never more than there is work
 * @param cores cores that it was planned for
 * @param records records of the input, bad ones included
 * @param unfit records that the run will reject, as far as their headers tell
 * @param input sizes of the records that the layer reads, (C, H, W) after preprocessing
 * @param output sizes of what it makes of them, before pooling
 * @param pool what is written of each map
 * @param work arithmetic and bytes, of all records together
 * @param multiplications of the algorithms, some of which have fewer than the plain sum
 * @param memory what one task needs
 * @param packedBytes packed weights, once an executor
 * @param choice why that grid, and what the run is expected to take
 * @param largest the problem of the record with the most arithmetic, if any record fits
 */
public record ConvPlan(
    SortedMap<String, Long> algorithms,
    Grid grid,
    int cores,
    long records,
    long unfit,
    SizeRange input,
    SizeRange output,
    Pool pool,
    Work work,
    long multiplications,
    TaskMemory memory,
    long packedBytes,
    Choice choice,
    Optional<ConvSpec> largest)
    implements RunPlan {
  @Override
  public boolean inSteps() {
    return Steps.needed(input, output);
  }

  /**
   * Maps that are written as they come must come in their order, which the shuffle puts them in.
   */
  @Override
  public boolean shuffles() {
    return grid.cutsRecords() || (inSteps() && pool == Pool.NONE);
  }

  @Override
  public Optional<Choice> forecast() {
    return Optional.of(choice);
  }

  @Override
  public String outputs() {
    return output.toString();
  }
}
