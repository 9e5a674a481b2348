package io.convoy.job.execute;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.Parts;
import io.convoy.job.plan.Pool;
import io.convoy.job.serde.Message;
import io.convoy.job.serde.Message.Piece;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.BadRecordException;
import java.util.List;

/**
 * Convolves one record after the other, always the same part of each, in buffers that grow to the
 * largest record and are used again. Belongs to one task.
 */
final class RecordConvolver implements Computation {
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final ConvLayer layer;
  private final Pool pool;
  private final Grid grid;
  private final Unit unit;
  private final MemoryGauge gauge;
  private float[] input = new float[0];
  private float[] scratchpad = new float[0];
  private float[] output = new float[0];

  RecordConvolver(ConvLayer layer, Pool pool, Grid grid, Unit unit, MemoryGauge gauge) {
    this.layer = layer;
    this.pool = pool;
    this.grid = grid;
    this.unit = unit;
    this.gauge = gauge;
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
    PreparedConv conv = prepare(record);
    ConvSpec spec = conv.spec();
    int rows = spec.height().output();
    ConvSlice slice =
        new ConvSlice(
            Range.all(1),
            Parts.channels(spec.outputChannels(), grid.channels(), unit.channelPart()),
            Parts.rows(rows, grid.rows(), unit.rowPart()));
    Block map = output(slice, spec);
    if (!slice.isEmpty()) {
      conv.run(input(record, spec), map, slice, scratchpad(conv.scratchpadFloats()));
    }
    gauge.convolving(input.length, map.data().length, scratchpad.length);
    return new Piece(id, rows, MapPooling.rows(map, pool));
  }

  private PreparedConv prepare(Tensor record) throws BadRecordException {
    int channels = record.shape().extent(0);
    int height = record.shape().extent(1);
    int width = record.shape().extent(2);
    try {
      if (channels != layer.inputChannels()) {
        layer.options().spec(layer.filter(), 1, channels, height, width);
      }
      PreparedConv conv = layer.prepare(1, height, width);
      long elements = conv.spec().outputShape().elements();
      if (elements > LONGEST_ARRAY) {
        throw new BadRecordException(
            "the output is larger than an array can be: shape="
                + conv.spec().outputShape().dropFirst());
      }
      return conv;
    } catch (IllegalArgumentException e) {
      throw new BadRecordException(e.getMessage(), e);
    }
  }

  private Block input(Tensor record, ConvSpec spec) {
    input = atLeast(input, Block.ALIGNED + record.data().length);
    Block block =
        new Block(
            Range.all(1),
            Range.all(spec.inputChannels()),
            Range.all(spec.height().input()),
            spec.width().input(),
            input,
            Block.ALIGNED);
    Reorder.copy(record, block);
    return block;
  }

  private Block output(ConvSlice slice, ConvSpec spec) {
    Range channels = slice.outputChannels();
    Range rows = slice.outputRows();
    int columns = spec.width().output();
    if (grid.cutsRecords()) {
      return Block.zeros(slice.images(), channels, rows, columns);
    }
    int elements = Math.toIntExact(Block.elements(slice.images(), channels, rows, columns));
    output = atLeast(output, Block.ALIGNED + elements);
    return new Block(slice.images(), channels, rows, columns, output, Block.ALIGNED);
  }

  private float[] scratchpad(int floats) {
    scratchpad = atLeast(scratchpad, floats);
    return scratchpad;
  }

  private static float[] atLeast(float[] array, int length) {
    return array.length >= length ? array : new float[length];
  }
}
