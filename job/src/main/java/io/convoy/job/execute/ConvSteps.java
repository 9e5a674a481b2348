package io.convoy.job.execute;

import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.Steps;
import io.convoy.job.serde.Message;
import io.convoy.job.source.BadRecordException;
import io.convoy.job.source.InputFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Convolves a unit's part of one large record, some output rows at a time, top to bottom. Each step
 * reads the input rows that it needs, those at its edges a second time.
 *
 * <p>Maps leave as runs of at most a MiB, each of one channel: small enough that the shuffle, which
 * looks at its memory every 32 objects, sees in time that it must spill. Pooled rows leave as
 * pieces.
 */
final class ConvSteps implements RecordSteps {
  private static final int RUN_FLOATS = 1 << 18;

  /** Pixels that are turned at once: a tile of 16×16 floats is 1 KiB on either side. */
  private static final int TILE = 16;

  /** What is computed of the record. */
  record Task(String id, PreparedConv conv, ConvSlice part, Pool pool, long piece) {}

  private final Task task;
  private final InputFile file;
  private final long record;
  private final StepBuffers buffers;
  private final PhaseClock clock;
  private final List<Range> bands;
  private final int stepRows;
  private final Deque<Placed> ready = new ArrayDeque<>();
  private int row;

  ConvSteps(Task task, InputFile file, long record, StepBuffers buffers, PhaseClock clock) {
    this.task = task;
    this.file = file;
    this.record = record;
    this.buffers = buffers;
    this.clock = clock;
    ConvSpec spec = task.conv().spec();
    this.bands = Steps.bands(spec.outputChannels(), spec.height().output(), spec.width().output());
    this.stepRows = Steps.rows(task.conv(), task.part().outputChannels().length());
    this.row = task.part().outputRows().from();
    if (task.part().isEmpty()) {
      Block none = Block.zeros(Range.all(1), task.part().outputChannels(), new Range(0, 0), 1);
      ready.add(
          task.pool() == Pool.NONE
              ? new Placed(0, run(new float[0]))
              : new Placed(task.piece(), piece(none)));
    }
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || (!task.part().isEmpty() && row < task.part().outputRows().to());
  }

  @Override
  public Placed next() throws IOException, BadRecordException {
    if (ready.isEmpty()) {
      step();
    }
    return ready.remove();
  }

  private void step() throws IOException, BadRecordException {
    Range band = bands.stream().filter(b -> row < b.to()).findFirst().orElseThrow();
    int end = Math.min(Math.min(task.part().outputRows().to(), band.to()), row + stepRows);
    Range rows = new Range(row, end);
    ConvSlice slice = new ConvSlice(Range.all(1), task.part().outputChannels(), rows);
    Block map = buffers.map(slice.outputChannels(), rows, task.conv().spec().width().output());
    task.conv().run(input(rows), map, slice, buffers.scratchpad(task.conv().scratchpadFloats()));
    buffers.measure(0);
    if (task.pool() == Pool.NONE) {
      addRuns(map, band);
    } else {
      ready.add(new Placed(task.piece(), piece(MapPooling.rows(map, task.pool()))));
    }
    row = end;
  }

  private Block input(Range outputRows) throws IOException, BadRecordException {
    ConvSpec spec = task.conv().spec();
    Range rows = task.conv().inputRows(outputRows);
    clock.charge(Phase.CONVOLVE);
    clock.gauge().beginReading();
    Tensor read = file.rows(record, rows);
    clock.gauge().endReading();
    clock.charge(Phase.DECODE);
    Block block = buffers.input(Range.all(spec.inputChannels()), rows, spec.width().input());
    Reorder.copy(read, block);
    return block;
  }

  private Message piece(Block pooledRows) {
    return new Message.Piece(task.id(), task.conv().spec().height().output(), pooledRows);
  }

  /** Turns the step's pixels × channels into runs, channel by channel. */
  private void addRuns(Block map, Range band) {
    ConvSpec spec = task.conv().spec();
    int columns = spec.width().output();
    int channels = map.channels().length();
    int pixels = map.rows().length() * columns;
    long before = (long) band.from() * columns * spec.outputChannels();
    for (int p = 0; p < pixels; p += RUN_FLOATS) {
      float[][] runs = new float[channels][Math.min(RUN_FLOATS, pixels - p)];
      turn(map.data(), map.offset() + p * channels, runs);
      for (int c = 0; c < channels; c++) {
        long plane = (long) (map.channels().from() + c) * band.length() * columns;
        long first = before + plane + (long) (map.rows().from() - band.from()) * columns;
        ready.add(new Placed(first + p, run(runs[c])));
      }
    }
  }

  /** Pixels × channels to channels × pixels, tile by tile. */
  private static void turn(float[] numbers, int from, float[][] runs) {
    int channels = runs.length;
    int pixels = runs[0].length;
    for (int p0 = 0; p0 < pixels; p0 += TILE) {
      int p1 = Math.min(pixels, p0 + TILE);
      for (int c0 = 0; c0 < channels; c0 += TILE) {
        int c1 = Math.min(channels, c0 + TILE);
        for (int c = c0; c < c1; c++) {
          float[] run = runs[c];
          for (int p = p0; p < p1; p++) {
            run[p] = numbers[from + p * channels + c];
          }
        }
      }
    }
  }

  private Message run(float[] numbers) {
    ConvSpec spec = task.conv().spec();
    return new Message.Run(
        task.id(), spec.outputChannels(), spec.height().output(), spec.width().output(), numbers);
  }
}
