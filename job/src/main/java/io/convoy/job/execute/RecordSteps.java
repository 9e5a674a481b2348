package io.convoy.job.execute;

import io.convoy.job.serde.Message;
import io.convoy.job.source.BadRecordException;
import java.io.IOException;

/** A record at work that is too large to be held: its messages, computed as they are asked for. */
interface RecordSteps {
  /**
   * A message and its place among those of the record.
   *
   * @param piece as the key has it
   */
  record Placed(long piece, Message message) {}

  /** At least once: a unit without a part of the record says so. */
  boolean hasNext();

  Placed next() throws IOException, BadRecordException;
}
