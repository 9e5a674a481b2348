package io.convoy.job.execute;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.Parts;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.Steps;
import io.convoy.job.serde.ConvOperation;
import io.convoy.job.serde.Message;
import io.convoy.job.serde.Message.Piece;
import io.convoy.job.serde.RunSettings;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.BadRecordException;
import io.convoy.job.source.InputFile;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Convolves one record after the other, always the same part of each, in buffers that grow to the
 * largest record and are used again. Belongs to one task.
 */
final class RecordConvolver implements Computation {
  /** A tenth of a second of a core, or a few of the reference kernel. */
  private static final double MOST_FLOPS_UNASKED = 2e9;

  private final SharedLayer.Hold weights;
  private final ConvLayer layer;
  private final PhaseClock clock;
  private final Pool pool;
  private final Grid grid;
  private final Unit unit;
  private final boolean shuffled;
  private final StepBuffers buffers;

  /**
   * @param settings of the run, whose operation is a convolution
   */
  RecordConvolver(
      SharedLayer shared, RunSettings settings, Unit unit, Storage storage, PhaseClock clock) {
    ConvOperation operation = (ConvOperation) settings.operation();
    this.pool = operation.pool();
    this.grid = settings.grid();
    this.unit = unit;
    this.clock = clock;
    try {
      this.weights = shared.hold(channels(operation.outline().outputChannels()), storage);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    this.layer = weights.layer();
    this.shuffled = grid.cutsRecords() || (settings.steps() && pool == Pool.NONE);
    this.buffers = new StepBuffers(clock.gauge());
  }

  /** One: a layer's weights fit the caches, so that more at once would gain nothing. */
  @Override
  public int batch() {
    return 1;
  }

  @Override
  public List<Message> compute(List<InputRecord> records) {
    InputRecord record = records.get(0);
    try {
      return List.of(convolve(record.id(), record.tensor()));
    } catch (BadRecordException e) {
      return List.of(new Message.Reject(record.id(), e.getMessage()));
    }
  }

  /**
   * The unit's part of a record's output. Its numbers stand until the next call, unless records are
   * cut: then pieces wait for the shuffle, and each has an array of its own.
   *
   * @param record (C, H, W)
   * @throws BadRecordException where the record doesn't fit the layer
   */
  private Piece convolve(String id, Tensor record) throws BadRecordException {
    PreparedConv conv = prepare(record.shape());
    ConvSpec spec = conv.spec();
    int rows = spec.height().output();
    ConvSlice slice = slice(spec);
    Block output = pool == Pool.NONE ? map(slice, spec) : rows(slice);
    if (!slice.isEmpty()) {
      run(conv, input(record, spec), output, slice);
    }
    buffers.measure(pool == Pool.NONE ? output.data().length : 0);
    return new Piece(id, rows, output);
  }

  /**
   * Some rows of tiles after the other: in between, the task asks whether it is still wanted. Maps
   * that are pooled are so as they come, out of the caches.
   */
  private void run(PreparedConv conv, Block input, Block output, ConvSlice slice) {
    float[] scratchpad = buffers.scratchpad(conv.scratchpadFloats());
    Range rows = slice.outputRows();
    int columns = conv.spec().width().output();
    int stretch = stretch(conv.spec(), slice);
    for (int from = rows.from(); from < rows.to(); from += stretch) {
      Interruption.poll();
      Range some = new Range(from, Math.min(rows.to(), from + stretch));
      ConvSlice part = new ConvSlice(slice.images(), slice.outputChannels(), some);
      if (pool == Pool.NONE) {
        conv.run(input, output, part, scratchpad);
      } else {
        Block map = buffers.map(slice.outputChannels(), some, columns);
        conv.run(input, map, part, scratchpad);
        MapPooling.rows(map, pool, output);
      }
    }
  }

  /** Output rows between two polls: whole tiles of any kernel, and a moment's arithmetic. */
  private int stretch(ConvSpec spec, ConvSlice slice) {
    double flopsOfRow = (double) slice.work(spec).flops() / slice.outputRows().length();
    double tiles = MOST_FLOPS_UNASKED / (flopsOfRow * Steps.TILE_ROWS);
    int unasked = (int) Math.min(1 << 24, Math.max(1, tiles)) * Steps.TILE_ROWS;
    long rowNumbers = (long) slice.outputChannels().length() * spec.width().output();
    return pool == Pool.NONE ? unasked : Math.min(unasked, Steps.pooledRows(rowNumbers));
  }

  @Override
  public Optional<RecordSteps> steps(String id, InputFile file, long record)
      throws IOException, BadRecordException {
    PreparedConv conv = prepare(file.shape(record));
    ConvSpec spec = conv.spec();
    if (!Steps.needed(spec.inputShape().elements(), spec.outputShape().elements())) {
      return Optional.empty();
    }
    long piece = (long) unit.channelPart() * grid.rows() + unit.rowPart();
    return Optional.of(
        new ConvSteps(
            new ConvSteps.Task(id, conv, slice(spec), pool, piece), file, record, buffers, clock));
  }

  private ConvSlice slice(ConvSpec spec) {
    return new ConvSlice(
        Range.all(1),
        channels(spec.outputChannels()),
        Parts.rows(spec.height().output(), grid.rows(), unit.rowPart()));
  }

  private Range channels(int outputChannels) {
    return Parts.channels(outputChannels, grid.channels(), unit.channelPart());
  }

  private PreparedConv prepare(Shape record) throws BadRecordException {
    try {
      layer.outline().spec(record);
      PreparedConv conv = layer.prepare(1, record.extent(1), record.extent(2));
      clock.gauge().weights(weights.bytes() == 0 ? 0 : weights.bytes() + conv.packedBytes());
      return conv;
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    weights.close();
  }

  private Block input(Tensor record, ConvSpec spec) {
    Block block =
        buffers.input(
            Range.all(spec.inputChannels()),
            Range.all(spec.height().input()),
            spec.width().input());
    Reorder.copy(record, block);
    return block;
  }

  private Block map(ConvSlice slice, ConvSpec spec) {
    Range channels = slice.outputChannels();
    Range rows = slice.outputRows();
    int columns = spec.width().output();
    return shuffled
        ? Block.zeros(slice.images(), channels, rows, columns)
        : buffers.map(channels, rows, columns);
  }

  /** Where a pooled map's rows go. */
  private static Block rows(ConvSlice slice) {
    return Block.zeros(slice.images(), slice.outputChannels(), slice.outputRows(), 1);
  }
}
