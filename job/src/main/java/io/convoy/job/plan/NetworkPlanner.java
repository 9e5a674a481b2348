package io.convoy.job.plan;

import io.convoy.core.cost.Work;
import io.convoy.core.model.Model;
import io.convoy.core.model.Network;
import io.convoy.core.model.NetworkRequest;
import io.convoy.core.model.Port;
import io.convoy.core.model.StepFacts;
import io.convoy.core.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Works out what a run of a network will do, from the model and the sizes of the records.
 *
 * <p>The network is compiled for the largest size that there is and for the smallest, not for each:
 * extents of a network's tensors don't fall as its input grows, so where both give the same, all
 * sizes between them do. The arithmetic of other sizes is taken to go with their pixels.
 */
public final class NetworkPlanner {
  /** A byte in the file's buffer, one in the decoder's, four as a float, four while resizing. */
  private static final long DECODE_BYTES = 10;

  /** What the writer of part files gathers before it writes: a record batch. */
  private static final long BATCH_BYTES = 32L << 20;

  /** A batch that outgrows its memory lies there twice, the second time with room to spare. */
  private static final long BATCH_FACTOR = 3;

  private final NetworkInput input;
  private final NetworkRequest pattern;
  private final ExtractRequest request;
  private final Map<Shape, Long> sizes = new HashMap<>();
  private long unreadable;
  private long unfit;
  private long decoded;
  private IllegalArgumentException misfit;

  private NetworkPlanner(Model model, ExtractRequest request) {
    this.input = NetworkInput.of(model, request.from());
    this.pattern = new NetworkRequest(Map.of(), request.wanted(), "auto");
    this.request = request;
  }

  /**
   * Plans a run.
   *
   * @param cores tasks that run at the same time
   * @throws IllegalArgumentException where no record fits the network or, with {@link
   *     OnError#FAIL}, where one does not
   */
  public static NetworkPlan plan(
      Model model, ExtractRequest request, RecordSizes records, int cores) {
    NetworkPlanner planner = new NetworkPlanner(model, request);
    records.forEach(planner::count);
    return planner.finish(model, records.records(), cores);
  }

  private void count(RecordSizes.Run run) {
    if (!run.readable()) {
      unreadable += run.count();
      return;
    }
    Shape shape = shape(run);
    try {
      input.check(shape);
    } catch (IllegalArgumentException e) {
      if (request.onError() == OnError.FAIL) {
        throw e;
      }
      misfit = e;
      unfit += run.count();
      return;
    }
    sizes.merge(shape, run.count(), Long::sum);
    decoded = Math.max(decoded, run.decoded());
  }

  /** A stored vector has neither rows nor columns. */
  private static Shape shape(RecordSizes.Run run) {
    return run.height() == 0
        ? Shape.of(run.channels())
        : Shape.of(run.channels(), run.height(), run.width());
  }

  private NetworkPlan finish(Model model, long records, int cores) {
    if (sizes.isEmpty() && misfit != null) {
      throw misfit;
    }
    int images =
        (int) Math.max(1, Math.min(records, request.grid().map(Grid::images).orElse(3 * cores)));
    Grid grid = new Grid(images, 1, 1);
    if (sizes.isEmpty()) {
      return new NetworkPlan(
          new TreeMap<>(),
          grid,
          cores,
          records,
          unreadable,
          SizeRange.NONE,
          List.of(),
          Work.NONE,
          TaskMemory.NONE,
          0,
          1,
          0,
          List.of());
    }
    SizeRange range = SizeRange.NONE;
    Shape largest = null;
    Shape least = null;
    for (Shape shape : sizes.keySet()) {
      range = range.including(shape.extent(0), extent(shape, 1), extent(shape, 2));
      if (largest == null || shape.elements() > largest.elements()) {
        largest = shape;
      }
      if (least == null || shape.elements() < least.elements()) {
        least = shape;
      }
    }
    Network network = compile(model, largest);
    List<PlannedColumn> columns =
        columns(network, least.equals(largest) ? network : compile(model, least));
    int batch = model.fixedImages().orElse(0) == 1 ? 1 : network.preferredImages();
    TreeMap<String, Long> algorithms = new TreeMap<>();
    for (StepFacts step : network.steps()) {
      if (!step.spec().isEmpty()) {
        algorithms.merge(step.algorithm(), 1L, Long::sum);
      }
    }
    long out = network.outputs().stream().mapToLong(port -> port.shape().elements()).sum();
    long row = Float.BYTES * out;
    TaskMemory memory =
        new TaskMemory(
            DECODE_BYTES * decoded,
            2 * batch * Float.BYTES * largest.elements(),
            2 * batch * row,
            network.arenaBytes(batch),
            BATCH_FACTOR * Math.max(row, BATCH_BYTES));
    return new NetworkPlan(
        algorithms,
        grid,
        cores,
        records,
        unreadable + unfit,
        range,
        columns,
        work(network.work(), largest),
        memory,
        network.weightBytes(),
        batch,
        network.arenaBytes(batch),
        network.steps());
  }

  private Work work(Work ofLargest, Shape largest) {
    Work work = Work.NONE;
    for (Map.Entry<Shape, Long> size : sizes.entrySet()) {
      double share = (double) size.getKey().elements() / largest.elements();
      work = work.plus(scaled(ofLargest, share).times(size.getValue()));
    }
    return work;
  }

  private static Work scaled(Work work, double share) {
    return new Work(
        (long) (share * work.multiplyAdds()),
        (long) (share * work.bytesRead()),
        (long) (share * work.bytesWritten()));
  }

  private Network compile(Model model, Shape shape) {
    return Network.compile(
        model,
        new NetworkRequest(Map.of(input.tensor(), shape), pattern.wanted(), pattern.algorithm()));
  }

  private static List<PlannedColumn> columns(Network network, Network other) {
    List<PlannedColumn> columns = new ArrayList<>();
    List<Port> ports = network.outputs();
    for (int i = 0; i < ports.size(); i++) {
      columns.add(
          PlannedColumn.between(
              ports.get(i).name(),
              other.outputs().get(i).shape().extents(),
              ports.get(i).shape().extents()));
    }
    return columns;
  }

  private static int extent(Shape shape, int dimension) {
    return dimension < shape.rank() ? shape.extent(dimension) : 0;
  }
}
