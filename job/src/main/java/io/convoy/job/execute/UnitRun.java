package io.convoy.job.execute;

import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.OnError;
import io.convoy.job.serde.Message;
import io.convoy.job.serde.PieceKey;
import io.convoy.job.serde.SharedLayer;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.BadRecordException;
import io.convoy.job.source.InputFile;
import io.convoy.job.source.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import scala.Tuple2;

/**
 * The work of one task, record by record: read, convolve, hand on. Nothing is computed before it is
 * asked for, so that a task holds one record at a time.
 */
final class UnitRun implements Iterator<Tuple2<PieceKey, Message>>, Closeable {
  private final Unit unit;
  private final SharedLayer shared;
  private final Storage storage;
  private final PhaseClock clock;
  private final RecordConvolver convolver;
  private final int piece;

  private int at;
  private InputFile file;
  private BadRecordException fileFailure;
  private long record;
  private long done;

  UnitRun(Unit unit, SharedLayer shared, Storage storage, PhaseClock clock) {
    this.unit = unit;
    this.shared = shared;
    this.storage = storage;
    this.clock = clock;
    this.convolver = new RecordConvolver(shared.layer(), shared.settings(), unit);
    this.piece = unit.channelPart() * shared.settings().grid().rows() + unit.rowPart();
    if (hasNext()) {
      record = unit.from()[0];
    }
  }

  /** Which piece of its records this run computes. */
  int piece() {
    return piece;
  }

  @Override
  public boolean hasNext() {
    return at < unit.names().length;
  }

  @Override
  public Tuple2<PieceKey, Message> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (TaskContext.get().isInterrupted()) {
      throw new TaskKilledException();
    }
    Message message;
    try {
      message = take();
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "input can't be read: path=" + unit.names()[at] + ", cause=" + Failures.describe(e), e);
    }
    return new Tuple2<>(
        new PieceKey(unit.imagePart(), unit.firstRecord() + done++, piece), message);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private Message take() throws IOException {
    String id = unit.names()[at];
    try {
      open();
      id = file.id(record);
      clock.gauge().beginReading();
      Tensor tensor = file.read(record);
      clock.gauge().endReading();
      clock.charge(Phase.DECODE);
      Message computed = convolver.convolve(id, tensor, clock.gauge());
      clock.charge(Phase.CONVOLVE);
      return computed;
    } catch (BadRecordException e) {
      clock.charge(Phase.DECODE);
      if (shared.settings().onError() == OnError.FAIL) {
        throw new RecordFailure(id, e.getMessage());
      }
      return new Message.Reject(id, e.getMessage());
    }
  }

  private void open() throws IOException, BadRecordException {
    if (fileFailure != null) {
      throw fileFailure;
    }
    if (file == null) {
      try {
        file = InputFile.open(storage, unit.names()[at], shared.settings().preprocess());
        if (unit.to()[at] < 0) {
          throw InputFile.whyUnreadable(file);
        }
      } catch (BadRecordException e) {
        // Every record of the file that this task was to take is rejected for the same reason.
        fileFailure = e;
        throw e;
      }
    }
  }

  private void advance() throws IOException {
    record++;
    if (record >= unit.to()[at]) {
      close();
      fileFailure = null;
      at++;
      record = hasNext() ? unit.from()[at] : 0;
    }
  }
}
