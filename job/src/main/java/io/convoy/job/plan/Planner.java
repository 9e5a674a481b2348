package io.convoy.job.plan;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.cost.Work;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Works out what a run will do, from the layer and the sizes of the records. */
public final class Planner {
  /** A byte in the file's buffer, one in the decoder's, four as a float, four while resizing. */
  private static final long DECODE_BYTES = 10;

  /** What the writer of part files gathers before it writes: a record batch. */
  private static final long BATCH_BYTES = 32L << 20;

  /** A batch that outgrows its memory lies there twice, the second time with room to spare. */
  private static final long BATCH_FACTOR = 3;

  private final ConvLayer layer;
  private final OnError onError;
  private final SortedMap<String, Long> algorithms = new TreeMap<>();
  private final Map<Size, Long> sizes = new HashMap<>();
  private SizeRange input = SizeRange.NONE;
  private SizeRange output = SizeRange.NONE;
  private Work work = Work.NONE;
  private TaskMemory memory = TaskMemory.NONE;
  private long packedBytes;
  private ConvSpec largest;
  private long unreadable;
  private long unfit;
  private long decoded;
  private IllegalArgumentException misfit;

  /** What decides how a record is computed. */
  private record Size(int channels, int height, int width) {}

  private Planner(ConvLayer layer, OnError onError) {
    this.layer = layer;
    this.onError = onError;
  }

  /**
   * Plans a run.
   *
   * @param forced the grid to take; empty for one that fills the cores
   * @param cores tasks that run at the same time
   * @throws IllegalArgumentException where no record fits the layer or, with {@link OnError#FAIL},
   *     where one does not
   */
  public static ConvPlan plan(
      ConvLayer layer, RecordSizes sizes, OnError onError, Optional<Grid> forced, int cores) {
    Planner planner = new Planner(layer, onError);
    sizes.forEach(planner::count);
    planner.sizes.forEach(planner::add);
    return planner.finish(sizes.records(), forced, cores);
  }

  private void count(RecordSizes.Run run) {
    if (run.readable()) {
      sizes.merge(new Size(run.channels(), run.height(), run.width()), run.count(), Long::sum);
      decoded = Math.max(decoded, run.decoded());
    } else {
      unreadable += run.count();
    }
  }

  private void add(Size size, long records) {
    PreparedConv prepared;
    try {
      // The layer's own channels are in its spec; the record's are held against them here.
      if (size.channels() != layer.inputChannels()) {
        layer.options().spec(layer.filter(), 1, size.channels(), size.height(), size.width());
      }
      prepared = layer.prepare(1, size.height(), size.width());
    } catch (IllegalArgumentException e) {
      if (onError == OnError.FAIL) {
        throw e;
      }
      misfit = e;
      unfit += records;
      return;
    }
    ConvSpec spec = prepared.spec();
    algorithms.merge(prepared.algorithm(), records, Long::sum);
    work = work.plus(spec.work().times(records));
    input = input.including(spec.inputChannels(), spec.height().input(), spec.width().input());
    output = output.including(spec.outputChannels(), spec.height().output(), spec.width().output());
    packedBytes = Math.max(packedBytes, prepared.packedBytes());
    if (largest == null || spec.work().multiplyAdds() > largest.work().multiplyAdds()) {
      largest = spec;
    }
    memory = memory.max(memory(spec, prepared.scratchpadFloats()));
  }

  /** Of one whole record: a task that computes a part of it needs no more. */
  private TaskMemory memory(ConvSpec spec, int scratchpadFloats) {
    long in = Float.BYTES * spec.inputShape().elements();
    long out = Float.BYTES * spec.outputShape().elements();
    return new TaskMemory(
        DECODE_BYTES * decoded,
        2 * in,
        2 * out,
        (long) Float.BYTES * scratchpadFloats,
        BATCH_FACTOR * Math.max(out, BATCH_BYTES));
  }

  private ConvPlan finish(long records, Optional<Grid> forced, int cores) {
    long fit = algorithms.values().stream().mapToLong(Long::longValue).sum();
    if (fit == 0 && misfit != null) {
      throw misfit;
    }
    int channels = layer.filter().outputChannels();
    int rows = output.maxHeight();
    Grid grid =
        forced
            .map(asked -> GridChooser.fit(asked, records, channels, rows))
            .orElseGet(
                () ->
                    GridChooser.choose(
                        cores,
                        Math.max(1, records),
                        channels,
                        rows,
                        fit == 0 ? 0 : work.multiplyAdds() / fit));
    return new ConvPlan(
        algorithms,
        grid,
        cores,
        records,
        unreadable + unfit,
        input,
        output,
        work,
        memory,
        packedBytes,
        Optional.ofNullable(largest));
  }
}
