package io.convoy.job.execute;

import io.convoy.job.serde.ConvOperation;
import io.convoy.job.serde.Message;
import io.convoy.job.serde.NetworkOperation;
import io.convoy.job.serde.SharedRun;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.BadRecordException;
import io.convoy.job.source.InputFile;
import io.convoy.job.source.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The operation of a run at work in one task, in buffers that it uses again. */
interface Computation extends Closeable {
  /** How many records are best computed together. */
  int batch();

  /**
   * Computes the unit's part of some records.
   *
   * @param records at least one, at most {@link #batch}
   * @return one message a record, in their order: what it gives, or why it can't be taken; it
   *     stands until the next call, unless records are cut
   */
  List<Message> compute(List<InputRecord> records);

  /**
   * The unit's part of a record that is computed step by step, as it is too large to be read whole;
   * empty for any other.
   */
  default Optional<RecordSteps> steps(String id, InputFile file, long record)
      throws IOException, BadRecordException {
    return Optional.empty();
  }

  /** Gives back what is shared with other tasks. */
  @Override
  default void close() {}

  /** The computation of a unit; what its tasks can share is made once an executor. */
  static Computation of(SharedRun shared, Unit unit, Storage storage, PhaseClock clock) {
    if (shared.settings().operation() instanceof NetworkOperation network) {
      return new NetworkComputation(
          shared.shared(SharedNetwork.class, () -> SharedNetwork.load(network, storage)),
          clock.gauge());
    }
    ConvOperation conv = (ConvOperation) shared.settings().operation();
    SharedLayer layer = shared.shared(SharedLayer.class, () -> new SharedLayer(conv));
    return new RecordConvolver(layer, shared.settings(), unit, storage, clock);
  }
}
