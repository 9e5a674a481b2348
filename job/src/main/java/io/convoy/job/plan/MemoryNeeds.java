package io.convoy.job.plan;

import io.convoy.core.cost.ConvFigures;
import io.convoy.core.cost.CostModel.Source;
import io.convoy.core.io.OutputFormat;
import java.util.Map;

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
  /** What a decoder needs whatever the image: buffers of the stream, tables, the reader itself. */
  private static final long READER = 104 << 10;

  /** What a JVM allocates once to find and load the decoders of images: descriptions, names. */
  private static final long LOADING_IMAGES = 1_350 << 10;

  /** The same for files of tensors. */
  private static final long LOADING_TENSORS = 330 << 10;

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
    for (Map.Entry<Source, InputMix.Kind> kind : handling.inputs().kinds().entrySet()) {
      long bytes = kind.getValue().mostBytes();
      reading = Math.max(reading, reading(kind.getKey(), bytes, decoded, numbers));
    }
    return reading;
  }

  /**
   * What reading the first record in a JVM takes, where that is an average one: besides the record,
   * what is allocated to find and load the code that reads it.
   *
   * @param decoded numbers that decoding an average record gives
   * @param numbers of it, as it is read
   */
  static MemoryNeeds ofFirst(Handling handling, long decoded, long numbers) {
    long reading = 0;
    for (Map.Entry<Source, InputMix.Kind> kind : handling.inputs().kinds().entrySet()) {
      long loading = kind.getKey() == Source.TENSOR ? LOADING_TENSORS : LOADING_IMAGES;
      long bytes = kind.getValue().meanBytes();
      reading = Math.max(reading, loading + reading(kind.getKey(), bytes, decoded, numbers));
    }
    return new MemoryNeeds(reading, 0, 0, 0, 0, 0);
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
          case JPEG -> {
            long bytes = handling.inputs().kinds().get(source).mostBytes();
            whole = reading(source, bytes, decoded, layer.inputNumbers());
          }
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
   * All that reading allocates. Of an image: the file, twice while its length is not known; a byte
   * a number from the decoder, and four as a float; the resized image; and the tensor. Besides, of
   * a JPEG a copy of the file without application data, and of a PNG, whose rows come one by one, a
   * row each.
   *
   * @param bytes of the file; 0 where nobody knows
   */
  private static long reading(Source source, long bytes, long decoded, long numbers) {
    long tensor = Float.BYTES * numbers;
    long resizing = decoded == numbers ? 0 : tensor;
    long image = READER + (1 + Float.BYTES) * decoded + resizing + tensor;
    return switch (source) {
      case TENSOR -> tensor;
      case JPEG -> image + 3 * (bytes == 0 ? decoded / 7 : bytes);
      case PNG, IMAGE -> image + decoded + 2 * (bytes == 0 ? decoded / 2 : bytes);
    };
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
   * The memory of the tasks that compute, and of those that join.
   *
   * @param records of a part of the images
   * @param handling of the run
   * @param ownScratchpad of a task that reads its own part of the weights, 0 of any other
   * @param weights that such a task reads, and packs
   */
  StageMemory of(Grid grid, long records, Handling handling, long ownScratchpad, long weights) {
    long writer = writer(handling.format(), records, handling.inputs().idBytes());
    long scratch = Math.max(scratchpad, ownScratchpad);
    Stepped step = stepped.step(grid);
    long read = Math.max(reading, step.reading());
    long in = Math.max(input, step.input());
    long parts = (long) grid.channels() * grid.rows();
    long part = Math.max((map + parts - 1) / parts, step.map());
    if (!grid.cutsRecords()) {
      return new StageMemory(
          new TaskMemory(read, in, part + joined, scratch, writer, weights), TaskMemory.NONE);
    }
    return new StageMemory(
        new TaskMemory(read, in, part, scratch, 0, weights),
        new TaskMemory(0, 0, joined + (joined + parts - 1) / parts, 0, writer));
  }

  /** What is written as it comes is not gathered. */
  private long writer(OutputFormat format, long records, int idBytes) {
    long gathered =
        record == 0
            ? format.peakBytes(1, 1, idBytes)
            : format.peakBytes(record / Float.BYTES, records, idBytes);
    return gathered + TaskMemory.FILE_BYTES;
  }
}
