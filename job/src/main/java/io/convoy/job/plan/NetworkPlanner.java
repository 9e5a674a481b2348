package io.convoy.job.plan;

import io.convoy.core.cost.CostModel;
import io.convoy.core.cost.Work;
import io.convoy.core.model.Model;
import io.convoy.core.model.Network;
import io.convoy.core.model.NetworkRequest;
import io.convoy.core.model.PackedWeights;
import io.convoy.core.model.Port;
import io.convoy.core.model.StepFacts;
import io.convoy.core.tensor.Shape;
import io.convoy.job.plan.Planner.Tally;
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
  private final NetworkInput input;
  private final NetworkRequest pattern;
  private final PackedWeights weights;
  private final Handling handling;
  private final Resources resources;
  private final Map<Shape, Tally> sizes = new HashMap<>();
  private long unreadable;
  private long unfit;
  private IllegalArgumentException misfit;

  private NetworkPlanner(
      Model model,
      ExtractRequest request,
      InputMix inputs,
      Resources resources,
      PackedWeights weights) {
    this.weights = weights;
    this.input = NetworkInput.of(model, request.from());
    this.pattern = new NetworkRequest(Map.of(), request.wanted(), "auto");
    this.handling =
        new Handling(
            request.onError(), request.grid(), Pool.NONE, inputs, request.output().format());
    this.resources = resources;
  }

  /**
   * Plans a run.
   *
   * @param weights takes what is packed for that, for those who compile the model afterwards
   * @throws IllegalArgumentException where no record fits the network or, with {@link
   *     OnError#FAIL}, where one does not; and where a task doesn't fit its memory
   */
  public static NetworkPlan plan(
      Model model,
      ExtractRequest request,
      RecordSizes records,
      InputMix inputs,
      Resources resources,
      PackedWeights weights) {
    NetworkPlanner planner = new NetworkPlanner(model, request, inputs, resources, weights);
    records.forEach(planner::count);
    return planner.finish(model, records.records());
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
      if (handling.onError() == OnError.FAIL) {
        throw e;
      }
      misfit = e;
      unfit += run.count();
      return;
    }
    sizes.merge(
        shape,
        new Tally(run.count(), Math.multiplyExact(run.count(), run.decoded()), run.decoded()),
        Tally::plus);
  }

  /** A stored vector has neither rows nor columns. */
  private static Shape shape(RecordSizes.Run run) {
    return run.height() == 0
        ? Shape.of(run.channels())
        : Shape.of(run.channels(), run.height(), run.width());
  }

  private NetworkPlan finish(Model model, long records) {
    if (sizes.isEmpty() && misfit != null) {
      throw misfit;
    }
    if (sizes.isEmpty()) {
      Workload none =
          new Workload(new CostModel(resources.machine()), handling, BankUse.SENT_WHOLE);
      return new NetworkPlan(
          new TreeMap<>(),
          choose(none, records, 0),
          records,
          unreadable,
          SizeRange.NONE,
          List.of(),
          Work.NONE,
          0,
          new NetworkBatch(1, 0),
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
    Network whole = compile(model, largest, Long.MAX_VALUE);
    List<PlannedColumn> columns =
        columns(whole, least.equals(largest) ? whole : compile(model, least, Long.MAX_VALUE));
    NetworkBatch batch = batch(model, whole, largest);
    Network network = whole;
    if (!fits(whole, largest, batch)) {
      long limit = Math.max(1, batch.arenaBytes() - missing(whole, largest, batch));
      network = compile(model, largest, limit);
      batch = new NetworkBatch(1, network.arenaBytes(1), limit, network.bands());
    }
    TreeMap<String, Long> algorithms = new TreeMap<>();
    for (StepFacts step : network.steps()) {
      if (!step.spec().isEmpty()) {
        algorithms.merge(step.algorithm(), 1L, Long::sum);
      }
    }
    NetworkCost cost = new NetworkCost(new CostModel(resources.machine()), batch.images());
    Workload workload = workload(network, largest, cost.seconds(network));
    workload.need(needs(network, largest, batch));
    return new NetworkPlan(
        algorithms,
        choose(workload, records, network.weightBytes() / Float.BYTES),
        records,
        unreadable + unfit,
        range,
        columns,
        work(network.work(), largest),
        weights.bytes(),
        batch,
        cost.steps(network));
  }

  private Choice choose(Workload workload, long records, long weights) {
    return new GridSearch(workload, handling, resources, Math.max(1, records), 1, 1, weights)
        .choose();
  }

  /**
   * As many images as the network likes best, fewer where a task's memory doesn't hold them; one
   * where it holds none.
   */
  private NetworkBatch batch(Model model, Network network, Shape largest) {
    int images = model.fixedImages().orElse(0) == 1 ? 1 : network.preferredImages();
    while (true) {
      NetworkBatch batch = new NetworkBatch(images, network.arenaBytes(images));
      if (images == 1 || fits(network, largest, batch)) {
        return batch;
      }
      images /= 2;
    }
  }

  private boolean fits(Network network, Shape largest, NetworkBatch batch) {
    return missing(network, largest, batch) <= 0;
  }

  /** Bytes that a task has too few for a batch; below zero what it has left. */
  private long missing(Network network, Shape largest, NetworkBatch batch) {
    MemoryLimit limit = resources.limit();
    TaskMemory memory =
        needs(network, largest, batch).of(new Grid(1, 1, 1), 1, handling, 0, 0).most();
    return limit.counted(memory) - limit.bytes();
  }

  private MemoryNeeds needs(Network network, Shape largest, NetworkBatch batch) {
    long decoded = sizes.values().stream().mapToLong(Tally::mostDecoded).max().orElse(0);
    long records = sizes.values().stream().mapToLong(Tally::count).sum();
    long allDecoded = sizes.values().stream().mapToLong(Tally::decoded).sum();
    MemoryNeeds first = MemoryNeeds.ofFirst(handling, allDecoded / records, numbers() / records);
    MemoryNeeds needs =
        MemoryNeeds.ofNetwork(handling, decoded, largest.elements(), outputNumbers(network), batch);
    return needs.max(first);
  }

  /** Of all records together, as the network reads them. */
  private long numbers() {
    return sizes.entrySet().stream()
        .mapToLong(size -> size.getValue().count() * size.getKey().elements())
        .sum();
  }

  private static long outputNumbers(Network network) {
    return network.outputs().stream().mapToLong(port -> port.shape().elements()).sum();
  }

  /** All records; what other sizes than the largest cost is taken to go with their numbers. */
  private Workload workload(Network ofLargest, Shape largest, double seconds) {
    Workload workload =
        new Workload(new CostModel(resources.machine()), handling, BankUse.SENT_WHOLE);
    sizes.forEach(
        (shape, tally) -> {
          double share = (double) shape.elements() / largest.elements();
          workload.add(
              tally.count(),
              tally.decoded() / tally.count(),
              shape.elements(),
              share * seconds,
              (long) (share * outputNumbers(ofLargest)));
        });
    return workload;
  }

  private Work work(Work ofLargest, Shape largest) {
    Work work = Work.NONE;
    for (Map.Entry<Shape, Tally> size : sizes.entrySet()) {
      double share = (double) size.getKey().elements() / largest.elements();
      work = work.plus(scaled(ofLargest, share).times(size.getValue().count()));
    }
    return work;
  }

  private static Work scaled(Work work, double share) {
    return new Work(
        (long) (share * work.multiplyAdds()),
        (long) (share * work.bytesRead()),
        (long) (share * work.bytesWritten()));
  }

  private Network compile(Model model, Shape shape, long arenaBytes) {
    NetworkRequest request =
        new NetworkRequest(Map.of(input.tensor(), shape), pattern.wanted(), pattern.algorithm());
    return Network.compile(model, request.within(arenaBytes), weights);
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
