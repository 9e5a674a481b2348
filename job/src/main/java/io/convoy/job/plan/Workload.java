package io.convoy.job.plan;

import io.convoy.core.conv.ConvKernel;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.Footprint;
import io.convoy.core.cost.ConvFigures;
import io.convoy.core.cost.CostModel;
import io.convoy.core.cost.CostModel.Source;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all records of a run cost, in seconds of one core that has each of them whole. Holds sums
 * and the largest record, whatever the number of records.
 */
final class Workload {
  private final CostModel model;
  private final Handling handling;
  private final BankUse bank;

  private long records;
  private long stepped;
  private double decoded;
  private double numbers;
  private double read;
  private double layout;
  private double kernel;
  private double pool;
  private double place;
  private long rowNumbers;
  private long writtenNumbers;
  private double largest;
  private boolean transforms;
  private ConvFigures largestLayer;
  private MemoryNeeds needs = MemoryNeeds.NONE;

  /** Of weights that tasks read: the largest problem of each kernel. */
  private final Map<ConvKernel, ConvSpec> largestOfKernel = new LinkedHashMap<>();

  Workload(CostModel model, Handling handling, BankUse bank) {
    this.model = model;
    this.handling = handling;
    this.bank = bank;
  }

  /** Adds records of one size. */
  void add(ConvSpec spec, ConvKernel chosen, Planner.Tally tally) {
    long count = tally.count();
    long decodedOne = tally.decoded() / count;
    ConvFigures layer = LayerFigures.of(spec, chosen.name());
    long in = layer.inputNumbers();
    long out = layer.outputNumbers();
    transforms |= layer.multiplications() < spec.work().multiplyAdds();
    boolean pooled = handling.pool() != Pool.NONE;
    long rows = pooled ? (long) layer.outputChannels() * layer.output().rows() : out;
    long written = pooled ? layer.outputChannels() : out;
    double readOne = readSeconds(decodedOne, in);
    double layoutOne = model.layoutSeconds(in);
    // Maps that are pooled are so out of the caches, and never come to memory.
    double kernelOne =
        model.kernelSeconds(layer) - (pooled ? model.movedSeconds(Float.BYTES * out) : 0);
    double poolOne = poolSeconds(out);
    double placeOne = model.layoutSeconds(rows);
    records += count;
    read += count * readOne;
    layout += count * layoutOne;
    kernel += count * kernelOne;
    pool += count * poolOne;
    place += count * placeOne;
    rowNumbers += count * rows;
    writtenNumbers += count * written;
    double whole = readOne + layoutOne + kernelOne + poolOne + placeOne;
    if (largestLayer == null || whole > largest) {
      largest = whole;
      largestLayer = layer;
    }
    if (Steps.needed(in, out)) {
      stepped += count;
    } else {
      decoded += tally.decoded();
      numbers += (double) count * in;
    }
    int scratchpad = 0;
    if (bank == BankUse.SENT_WHOLE) {
      scratchpad = chosen.footprint(spec).scratchpadFloats();
    } else {
      largestOfKernel.merge(chosen, spec, Workload::larger);
    }
    needs = needs.max(MemoryNeeds.of(handling, tally.mostDecoded(), layer, scratchpad));
  }

  /**
   * Whether maps go through a shuffle even where no record is cut: they are written as they come.
   */
  boolean shufflesMaps() {
    return stepped > 0 && handling.pool() == Pool.NONE;
  }

  /**
   * How often a grid has each record read and laid out: parts of rows that are read by rows share.
   */
  double timesRead(Grid grid) {
    return stepped == records ? grid.channels() : (double) grid.channels() * grid.rows();
  }

  /**
   * Whether a kernel transforms what it multiplies, so as to multiply less, or there are several: a
   * fresh JVM's compiler takes longer then.
   */
  boolean transforms() {
    return transforms;
  }

  /** How the weights come to the tasks. */
  BankUse bank() {
    return bank;
  }

  /**
   * Adds records of one size that a network computes.
   *
   * @param decodedOne numbers that decoding one gives
   * @param in numbers of one, as the network reads it
   * @param seconds that the network takes for one
   * @param out numbers that are written of one
   */
  void add(long count, long decodedOne, long in, double seconds, long out) {
    transforms = true;
    records += count;
    decoded += (double) count * decodedOne;
    numbers += (double) count * in;
    double readOne = readSeconds(decodedOne, in);
    double placeOne = model.layoutSeconds(out);
    read += count * readOne;
    kernel += count * seconds;
    place += count * placeOne;
    rowNumbers += count * out;
    writtenNumbers += count * out;
    largest = Math.max(largest, readOne + seconds + placeOne);
  }

  /** Adds what a task needs whose sizes are known by themselves. */
  void need(MemoryNeeds more) {
    needs = needs.max(more);
  }

  private double poolSeconds(long numbers) {
    return switch (handling.pool()) {
      case NONE -> 0;
      case AVG -> model.averageSeconds(numbers);
      case MAX -> model.largestSeconds(numbers);
    };
  }

  private double readSeconds(long fromFile, long ofTensor) {
    double seconds = 0;
    for (Source source : Source.values()) {
      double share = handling.inputs().share(source);
      seconds += share == 0 ? 0 : share * model.readSeconds(source, fromFile, ofTensor);
    }
    return seconds;
  }

  /** Records of which something is computed. */
  long records() {
    return records;
  }

  double read() {
    return read;
  }

  double layout() {
    return layout;
  }

  double kernel() {
    return kernel;
  }

  double pool() {
    return pool;
  }

  /** Putting the numbers of records where their files want them. */
  double place() {
    return place;
  }

  /** Bytes that would cross a shuffle: maps, or their pooled rows. */
  long rowBytes() {
    return Float.BYTES * rowNumbers;
  }

  /** Bytes of numbers that are written. */
  long writtenBytes() {
    return Float.BYTES * writtenNumbers;
  }

  /** Seconds of the most expensive record. */
  double largest() {
    return largest;
  }

  /**
   * How much more the kernel does in all where records are cut: vectors of a part's last channels
   * are less full, windows are packed once a part, tiles of rows don't come out even.
   */
  double kernelFactor(Grid grid) {
    if (largestLayer == null || !grid.cutsRecords()) {
      return 1;
    }
    int channels = Parts.channels(largestLayer.outputChannels(), grid.channels(), 0).length();
    int rows = Parts.rows(largestLayer.output().rows(), grid.rows(), 0).length();
    boolean groups = largestLayer.groups() > 1;
    ConvFigures part =
        new ConvFigures(
            largestLayer.algorithm(),
            largestLayer.groups(),
            largestLayer.inputChannels(),
            groups ? largestLayer.outputChannels() : channels,
            largestLayer.input(),
            new ConvFigures.Plane(Math.max(1, rows), largestLayer.output().columns()),
            largestLayer.kernel(),
            largestLayer.stride());
    double parts = (groups ? 1.0 : grid.channels()) * grid.rows();
    return model.kernelSeconds(part) * parts / model.kernelSeconds(largestLayer);
  }

  private static ConvSpec larger(ConvSpec one, ConvSpec other) {
    return pixels(one) >= pixels(other) ? one : other;
  }

  private static long pixels(ConvSpec spec) {
    return (long) spec.height().output() * spec.width().output();
  }

  /**
   * The memory of the tasks that need most.
   *
   * @param inPart records of a part of the images
   */
  StageMemory memory(Grid grid, long inPart) {
    long scratchpad = 0;
    long weights = 0;
    for (Map.Entry<ConvKernel, ConvSpec> each : largestOfKernel.entrySet()) {
      ConvSpec spec = each.getValue();
      int channels = mostChannels(spec.outputChannels(), grid.channels());
      Footprint part = each.getKey().footprint(spec.withOutputChannels(channels));
      long read = Float.BYTES * spec.weightsShape().elements() / spec.outputChannels() * channels;
      scratchpad = Math.max(scratchpad, (long) Float.BYTES * part.scratchpadFloats());
      weights = Math.max(weights, read + part.packedBytes());
    }
    return needs.max(first()).of(grid, inPart, handling, scratchpad, weights);
  }

  /** What the first record of a JVM needs; of those that are read by rows, no more than others. */
  private MemoryNeeds first() {
    long whole = records - stepped;
    return whole == 0
        ? MemoryNeeds.NONE
        : MemoryNeeds.ofFirst(handling, (long) (decoded / whole), (long) (numbers / whole));
  }

  /** Channels of the largest of so many parts. */
  private static int mostChannels(int outputChannels, int parts) {
    int most = 0;
    for (int part = 0; part < parts; part++) {
      most = Math.max(most, Parts.channels(outputChannels, parts, part).length());
    }
    return most;
  }
}
