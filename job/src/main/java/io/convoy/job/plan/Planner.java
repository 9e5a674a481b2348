package io.convoy.job.plan;

import io.convoy.core.conv.ConvKernel;
import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.LayerOutline;
import io.convoy.core.cost.CostModel;
import io.convoy.core.cost.Work;
import io.convoy.core.tensor.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Works out what a run will do, from the layer and the sizes of the records. */
public final class Planner {
  /** Tasks that a plan has at most, for what they take of a driver. */
  public static final int MOST_TASKS = GridSearch.MOST_TASKS;

  private final LayerOutline layer;
  private final BankUse bank;
  private final Handling handling;
  private final Resources resources;
  private final Workload workload;
  private final SortedMap<String, Long> algorithms = new TreeMap<>();
  private final Map<Size, Tally> sizes = new HashMap<>();
  private SizeRange input = SizeRange.NONE;
  private SizeRange output = SizeRange.NONE;
  private Work work = Work.NONE;
  private long multiplications;
  private long packedBytes;
  private ConvSpec largest;
  private long unreadable;
  private long unfit;
  private IllegalArgumentException misfit;

  /** What decides how a record is computed. */
  private record Size(int channels, int height, int width) {}

  /**
   * The records of one size.
   *
   * @param count how many
   * @param decoded numbers that decoding all of them gives
   * @param mostDecoded numbers that decoding the largest gives
   */
  record Tally(long count, long decoded, long mostDecoded) {
    Tally plus(Tally other) {
      return new Tally(
          count + other.count, decoded + other.decoded, Math.max(mostDecoded, other.mostDecoded));
    }
  }

  private Planner(LayerOutline layer, BankUse bank, Handling handling, Resources resources) {
    this.layer = layer;
    this.bank = bank;
    this.handling = handling;
    this.resources = resources;
    this.workload = new Workload(new CostModel(resources.machine()), handling, bank);
  }

  /**
   * Plans a run.
   *
   * @throws IllegalArgumentException where no record fits the layer or, with {@link OnError#FAIL},
   *     where one does not; and where no grid's tasks fit their memory
   */
  public static ConvPlan plan(
      LayerOutline layer, BankUse bank, RecordSizes sizes, Handling handling, Resources resources) {
    Planner planner = new Planner(layer, bank, handling, resources);
    sizes.forEach(planner::count);
    planner.sizes.forEach(planner::add);
    return planner.finish(sizes.records());
  }

  /** Plans a run of a layer whose weights are at hand. */
  public static ConvPlan plan(
      ConvLayer layer, RecordSizes sizes, Handling handling, Resources resources) {
    return plan(layer.outline(), BankUse.SENT_WHOLE, sizes, handling, resources);
  }

  private void count(RecordSizes.Run run) {
    if (run.readable()) {
      sizes.merge(
          new Size(run.channels(), run.height(), run.width()),
          new Tally(run.count(), Math.multiplyExact(run.count(), run.decoded()), run.decoded()),
          Tally::plus);
    } else {
      unreadable += run.count();
    }
  }

  private void add(Size size, Tally tally) {
    long records = tally.count();
    ConvSpec spec;
    ConvKernel kernel;
    try {
      spec = layer.spec(Shape.of(size.channels(), size.height(), size.width()));
      kernel = layer.kernel(spec);
    } catch (IllegalArgumentException e) {
      if (handling.onError() == OnError.FAIL) {
        throw e;
      }
      misfit = e;
      unfit += records;
      return;
    }
    algorithms.merge(kernel.name(), records, Long::sum);
    work = work.plus(times(spec.work(), records));
    input = input.including(spec.inputChannels(), spec.height().input(), spec.width().input());
    output = output.including(spec.outputChannels(), spec.height().output(), spec.width().output());
    if (bank == BankUse.SENT_WHOLE) {
      packedBytes = Math.max(packedBytes, kernel.footprint(spec).packedBytes());
    }
    if (largest == null || spec.work().multiplyAdds() > largest.work().multiplyAdds()) {
      largest = spec;
    }
    multiplications += LayerFigures.of(spec, kernel.name()).multiplications() * records;
    workload.add(spec, kernel, tally);
  }

  private static Work times(Work one, long records) {
    try {
      return one.times(records);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a plan counts up to 9·10¹⁸ multiplications: records="
              + records
              + ", multiplications of each="
              + one.multiplyAdds(),
          e);
    }
  }

  private ConvPlan finish(long records) {
    if (workload.records() == 0 && misfit != null) {
      throw misfit;
    }
    Choice choice =
        new GridSearch(
                workload,
                handling,
                resources,
                Math.max(1, records),
                layer.outputChannels(),
                output.maxHeight(),
                layer.weights().elements())
            .choose();
    return new ConvPlan(
        algorithms,
        choice.chosen().grid(),
        resources.slots(),
        records,
        unreadable + unfit,
        input,
        output,
        handling.pool(),
        work,
        multiplications,
        choice.chosen().memory(),
        packedBytes,
        choice,
        Optional.ofNullable(largest));
  }
}
