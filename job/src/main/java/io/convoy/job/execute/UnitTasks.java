package io.convoy.job.execute;

import io.convoy.job.serde.Message;
import io.convoy.job.serde.PartResult;
import io.convoy.job.serde.PieceKey;
import io.convoy.job.serde.SharedRun;
import io.convoy.job.serde.Unit;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * The bodies of the three kinds of task. What travels inside them is two broadcasts' names, never
 * weights.
 */
final class UnitTasks implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<SharedRun> shared;
  private final Broadcast<SerializableConfiguration> configuration;

  UnitTasks(Broadcast<SharedRun> shared, Broadcast<SerializableConfiguration> configuration) {
    this.shared = shared;
    this.configuration = configuration;
  }

  /** Computes whole records and writes them. */
  Iterator<PartResult> computeAndWrite(Iterator<Unit> units) {
    Unit unit = units.next();
    PhaseClock clock = new PhaseClock();
    UnitRun run = start(unit, clock);
    PartWriter writer = writer(unit.imagePart(), clock);
    while (run.hasNext()) {
      Tuple2<PieceKey, Message> next = run.next();
      writer.accept(next._1(), next._2());
    }
    return List.of(writer.finish()).iterator();
  }

  /** Computes a part of each record and sends it on its way; last, how long that took. */
  Iterator<Tuple2<PieceKey, Message>> compute(Iterator<Unit> units) {
    Unit unit = units.next();
    PhaseClock clock = new PhaseClock();
    UnitRun run = start(unit, clock);
    PieceKey last = new PieceKey(unit.imagePart(), PieceKey.LAST, run.piece());
    return new Iterator<>() {
      private boolean finished;

      @Override
      public boolean hasNext() {
        return !finished;
      }

      @Override
      public Tuple2<PieceKey, Message> next() {
        if (finished) {
          throw new NoSuchElementException();
        }
        // Between two calls, Spark wrote the piece before to its shuffle file.
        clock.charge(Phase.SHUFFLE);
        if (run.hasNext()) {
          return run.next();
        }
        finished = true;
        return new Tuple2<>(last, new Message.Effort(clock.nanos(), clock.gauge().memory()));
      }
    };
  }

  /**
   * Joins the pieces of each record and writes it.
   *
   * @param imageParts which part each partition of the job is
   */
  Iterator<PartResult> joinAndWrite(Iterator<Tuple2<PieceKey, Message>> pieces, int[] imageParts) {
    PhaseClock clock = new PhaseClock();
    PartWriter writer = writer(imageParts[TaskContext.getPartitionId()], clock);
    while (pieces.hasNext()) {
      Interruption.poll();
      Tuple2<PieceKey, Message> next = pieces.next();
      clock.charge(Phase.SHUFFLE);
      writer.accept(next._1(), next._2());
    }
    return List.of(writer.finish()).iterator();
  }

  private UnitRun start(Unit unit, PhaseClock clock) {
    UnitRun run = new UnitRun(unit, shared.value(), storage(), clock);
    closeAtTheEnd(run::close);
    return run;
  }

  private PartWriter writer(int imagePart, PhaseClock clock) {
    long attempt = TaskContext.get().taskAttemptId();
    PartWriter writer =
        new PartWriter(shared.value().settings(), storage(), imagePart, attempt, clock);
    closeAtTheEnd(writer::close);
    return writer;
  }

  private Storage storage() {
    return new Storage(configuration.value().value());
  }

  private interface Closing {
    void close() throws IOException;
  }

  /** Also where the task fails or is killed. */
  private static void closeAtTheEnd(Closing closing) {
    TaskContext.get()
        .addTaskCompletionListener(
            context -> {
              try {
                closing.close();
              } catch (IOException e) {
                throw new UncheckedIOException("a file can't be closed: " + e.getMessage(), e);
              }
            });
  }
}
