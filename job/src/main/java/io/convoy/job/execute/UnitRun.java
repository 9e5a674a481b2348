package io.convoy.job.execute;

import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.OnError;
import io.convoy.job.serde.Message;
import io.convoy.job.serde.PieceKey;
import io.convoy.job.serde.RunSettings;
import io.convoy.job.serde.SharedRun;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.BadRecordException;
import io.convoy.job.source.InputFile;
import io.convoy.job.source.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * The work of one task: read, compute, hand on. Nothing is read before it is asked for, and no more
 * than is computed together, so that a task holds one record at a time, or one batch.
 */
final class UnitRun implements Iterator<Tuple2<PieceKey, Message>>, Closeable {
  private final Unit unit;
  private final RunSettings settings;
  private final Storage storage;
  private final PhaseClock clock;
  private final Computation computation;
  private final int piece;
  private final Deque<Message> ready = new ArrayDeque<>();

  /** A large record at work. */
  private RecordSteps steps;

  private String stepsId;
  private int at;
  private InputFile file;
  private BadRecordException fileFailure;
  private long record;
  private long done;

  UnitRun(Unit unit, SharedRun shared, Storage storage, PhaseClock clock) {
    this.unit = unit;
    this.settings = shared.settings();
    this.storage = storage;
    this.clock = clock;
    this.computation = Computation.of(shared, unit, storage, clock);
    clock.charge(Phase.CONVOLVE);
    this.piece = unit.channelPart() * settings.grid().rows() + unit.rowPart();
    if (isMoreToRead()) {
      record = unit.from()[0];
    }
  }

  /** Which piece of its records this run computes. */
  int piece() {
    return piece;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || steps != null || isMoreToRead();
  }

  @Override
  public Tuple2<PieceKey, Message> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Interruption.poll();
    if (ready.isEmpty() && steps == null) {
      computeBatch();
    }
    return ready.isEmpty() ? nextStep() : placed(done++, piece, ready.remove());
  }

  private Tuple2<PieceKey, Message> placed(long index, long place, Message message) {
    long first = message instanceof Message.Reject ? PieceKey.REJECT : place;
    return new Tuple2<>(new PieceKey(unit.imagePart(), unit.firstRecord() + index, first), message);
  }

  /** The next message of the large record, which ends with its last one. */
  private Tuple2<PieceKey, Message> nextStep() {
    try {
      RecordSteps.Placed next = steps.next();
      clock.charge(Phase.CONVOLVE);
      if (steps.hasNext()) {
        return placed(done, next.piece(), next.message());
      }
      endSteps();
      return placed(done++, next.piece(), next.message());
    } catch (BadRecordException e) {
      if (settings.onError() == OnError.FAIL) {
        throw new RecordFailure(stepsId, e.getMessage());
      }
      Message reject = new Message.Reject(stepsId, e.getMessage());
      endSteps();
      return placed(done++, piece, reject);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void endSteps() {
    steps = null;
    try {
      advance();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UncheckedIOException unreadable(IOException e) {
    return new UncheckedIOException(
        "input can't be read: path=" + unit.files().get(at) + ", cause=" + Failures.describe(e), e);
  }

  @Override
  public void close() throws IOException {
    computation.close();
    closeFile();
  }

  private void closeFile() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private boolean isMoreToRead() {
    return at < unit.files().size();
  }

  /** A batch of records, up to one that can't be read, which comes behind it. */
  private void computeBatch() {
    List<InputRecord> batch = new ArrayList<>();
    Message.Reject unread = null;
    while (unread == null && batch.size() < computation.batch() && isMoreToRead()) {
      String id = unit.files().get(at);
      try {
        try {
          open();
          id = file.id(record);
          if (settings.steps() && beginSteps(id)) {
            break;
          }
          clock.gauge().beginReading();
          Tensor tensor = file.read(record);
          clock.gauge().endReading();
          batch.add(new InputRecord(id, tensor));
        } catch (BadRecordException e) {
          unread = new Message.Reject(id, e.getMessage());
        }
        advance();
      } catch (IOException e) {
        throw unreadable(e);
      }
      clock.charge(Phase.DECODE);
    }
    if (!batch.isEmpty()) {
      ready.addAll(computation.compute(batch));
      clock.charge(Phase.CONVOLVE);
    }
    if (unread != null) {
      ready.add(unread);
    }
    if (settings.onError() == OnError.FAIL) {
      for (Message message : ready) {
        if (message instanceof Message.Reject reject) {
          throw new RecordFailure(reject.id(), reject.reason());
        }
      }
    }
  }

  /** Whether the record is one that is computed in steps. Those read before it come first. */
  private boolean beginSteps(String id) throws IOException, BadRecordException {
    steps = computation.steps(id, file, record).orElse(null);
    stepsId = id;
    return steps != null;
  }

  private void open() throws IOException, BadRecordException {
    if (fileFailure != null) {
      throw fileFailure;
    }
    if (file == null) {
      try {
        file = InputFile.open(storage, unit.files().get(at), settings.reading());
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
      closeFile();
      fileFailure = null;
      at++;
      record = hasNext() ? unit.from()[at] : 0;
    }
  }
}
