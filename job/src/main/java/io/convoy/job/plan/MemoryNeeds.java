package io.convoy.job.plan;

import io.convoy.core.cost.ConvFigures;
import io.convoy.core.cost.CostModel.Source;
import io.convoy.core.io.OutputFormat;

/**
 * What the largest record takes in each place that holds numbers, in bytes; a grid decides which of
 * them meet in one task.
 *
 * @param reading all that is allocated to read it, the finished tensor included
 * @param input the tensor once more, as a kernel reads it
 * @param map what the kernel writes
 * @param scratchpad what it works in
 * @param record what is written of it
 * @param joined what is written of it before its rows are pooled
 * @param stepped the largest of those that are computed in steps, whole
 */
record MemoryNeeds(
    long reading,
    long input,
    long map,
    long scratchpad,
    long record,
    long joined,
    Stepped stepped) {
  static final MemoryNeeds NONE = new MemoryNeeds(0, 0, 0, 0, 0, 0, Stepped.NONE);

  /**
   * A record of which a task holds a step at a time.
   *
   * @param reading what is allocated while all of it is read
   * @param input all of it
   * @param map all that is made of it
   */
  record Stepped(long reading, long input, long map) {
    static final Stepped NONE = new Stepped(0, 0, 0);

    Stepped max(Stepped other) {
      return new Stepped(
          Math.max(reading, other.reading), Math.max(input, other.input), Math.max(map, other.map));
    }

    /** What one step of a grid's part of it holds, as {@link Steps#rows} chooses them. */
    Stepped step(Grid grid) {
      double partInput = (double) input / grid.rows();
      double partMap = (double) map / grid.rows() / grid.channels();
      double step = Float.BYTES * (double) Steps.STEP_NUMBERS;
      double share = Math.min(1, step / Math.max(1, partInput + partMap));
      return new Stepped(
          (long) (share * reading / grid.rows()),
          (long) (share * partInput),
          (long) (share * partMap));
    }
  }

  MemoryNeeds(long reading, long input, long map, long scratchpad, long record, long joined) {
    this(reading, input, map, scratchpad, record, joined, Stepped.NONE);
  }

  static MemoryNeeds of(Handling handling, long decoded, ConvFigures layer, int scratchpadFloats) {
    long in = Float.BYTES * layer.inputNumbers();
    long map = Float.BYTES * layer.outputNumbers();
    if (Steps.needed(layer.inputNumbers(), layer.outputNumbers())) {
      return ofSteps(handling, decoded, layer, scratchpadFloats);
    }
    boolean pooled = handling.pool() != Pool.NONE;
    long rows = (long) Float.BYTES * layer.outputChannels() * layer.output().rows();
    if (pooled) {
      long row = layer.outputNumbers() / layer.output().rows();
      map = Math.min(map, Float.BYTES * row * Steps.pooledRows(row));
    }
    return new MemoryNeeds(
        reading(handling, decoded, layer.inputNumbers()),
        in,
        map,
        (long) Float.BYTES * scratchpadFloats,
        pooled ? (long) Float.BYTES * layer.outputChannels() : map,
        pooled ? rows : map);
  }

  /**
   * Of records that a network computes, some together: they wait as tensors, lie in the buffer that
   * the network reads, and what is made of them lies in one that it writes, and once more to be
   * handed on.
   *
   * @param decoded numbers that decoding the largest gives
   * @param in numbers of the largest, as the network reads it
   * @param out numbers that are written of it
   * @param batch how many are computed together, and where
   */
  static MemoryNeeds ofNetwork(
      Handling handling, long decoded, long in, long out, NetworkBatch batch) {
    long record = Float.BYTES * out;
    return new MemoryNeeds(
        reading(handling, decoded, in),
        2 * batch.images() * Float.BYTES * in,
        2 * batch.images() * record,
        batch.arenaBytes(),
        record,
        0);
  }

  /** What reading the largest record takes, whatever kinds of file there are. */
  private static long reading(Handling handling, long decoded, long numbers) {
    long reading = 0;
    for (Source source : Source.values()) {
      if (handling.inputs().share(source) > 0) {
        reading = Math.max(reading, reading(source, decoded, numbers));
      }
    }
    return reading;
  }

  /**
   * Of a record that is computed in steps: what one of them holds. Its input is a tensor first, and
   * of an image the decoded rows before that; a JPEG can't be read by rows.
   */
  private static MemoryNeeds ofSteps(
      Handling handling, long decoded, ConvFigures layer, int scratchpadFloats) {
    long in = Float.BYTES * layer.inputNumbers();
    long whole = 0;
    long byRows = 0;
    for (Source source : Source.values()) {
      if (handling.inputs().share(source) > 0) {
        switch (source) {
          case TENSOR -> byRows = Math.max(byRows, in);
          case PNG, IMAGE -> byRows = Math.max(byRows, 2 * in + in / 2);
          case JPEG -> whole = reading(source, decoded, layer.inputNumbers());
        }
      }
    }
    boolean pooled = handling.pool() != Pool.NONE;
    return new MemoryNeeds(
        whole,
        0,
        0,
        (long) Float.BYTES * scratchpadFloats,
        pooled ? (long) Float.BYTES * layer.outputChannels() : 0,
        pooled
            ? (long) Float.BYTES * layer.outputChannels() * layer.output().rows()
            : Steps.WAITING_BYTES,
        new Stepped(byRows, in, Float.BYTES * layer.outputNumbers()));
  }

  /**
   * All that reading allocates. Of an image: the file and a copy of it without application data,
   * about a seventh of a byte a number each; a byte a number from the decoder, four as a float; the
   * resized image; and the tensor.
   */
  private static long reading(Source source, long decoded, long numbers) {
    long tensor = Float.BYTES * numbers;
    if (source == Source.TENSOR) {
      return tensor;
    }
    long resizing = decoded == numbers ? 0 : tensor;
    return (long) (5.3 * decoded) + resizing + tensor;
  }

  MemoryNeeds max(MemoryNeeds other) {
    return new MemoryNeeds(
        Math.max(reading, other.reading),
        Math.max(input, other.input),
        Math.max(map, other.map),
        Math.max(scratchpad, other.scratchpad),
        Math.max(record, other.record),
        Math.max(joined, other.joined),
        stepped.max(other.stepped));
  }

  /**
   * The memory of the task that needs most.
   *
   * @param records of a part of the images
   * @param format of the part files
   * @param ownScratchpad of a task that reads its own part of the weights, 0 of any other
   * @param weights that such a task reads, and packs
   */
  TaskMemory of(Grid grid, long records, OutputFormat format, long ownScratchpad, long weights) {
    long writer = writer(format, records);
    long scratch = Math.max(scratchpad, ownScratchpad);
    Stepped step = stepped.step(grid);
    long read = Math.max(reading, step.reading());
    long in = Math.max(input, step.input());
    long parts = (long) grid.channels() * grid.rows();
    long part = Math.max((map + parts - 1) / parts, step.map());
    if (!grid.cutsRecords()) {
      return new TaskMemory(read, in, part + joined, scratch, writer, weights);
    }
    TaskMemory computing = new TaskMemory(read, in, part, scratch, 0, weights);
    TaskMemory joining = new TaskMemory(0, 0, joined + (joined + parts - 1) / parts, 0, writer);
    return computing.total() >= joining.total() ? computing : joining;
  }

  /** What is written as it comes is not gathered. */
  private long writer(OutputFormat format, long records) {
    return record == 0 ? format.peakBytes(1, 1) : format.peakBytes(record / Float.BYTES, records);
  }
}
