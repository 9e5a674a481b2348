package io.convoy.job.execute;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.io.TensorWriter;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.TaskMemory;
import io.convoy.job.serde.ConvOperation;
import io.convoy.job.serde.Message;
import io.convoy.job.serde.PartResult;
import io.convoy.job.serde.PieceKey;
import io.convoy.job.serde.RunSettings;
import io.convoy.job.source.DurableFile;
import io.convoy.job.source.Storage;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Writes the records of one part of the images, and the names of those that are rejected, each to a
 * file of its own attempt. Takes messages in the order of their keys; holds one record at a time.
 */
final class PartWriter implements Closeable {
  /** Reasons that are counted by name; a reason may hold a number and so be one of millions. */
  private static final int NAMED_REASONS = 50;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunSettings settings;
  private final Storage storage;
  private final int imagePart;
  private final long attempt;
  private final PhaseClock clock;
  private final List<TensorColumn> columns;
  private final Optional<RecordAssembler> assembler;
  private final HashMap<String, Long> rejects = new HashMap<>();

  private DurableFile recordsFile;
  private TensorWriter writer;
  private DurableFile namesFile;
  private OutputStream rejectsWriter;
  private TaskMemory computing = TaskMemory.NONE;
  private long written;
  private long record = -1;
  private String id;
  private Tensor[] values;
  private RunWriter runs;
  private String reason;

  PartWriter(RunSettings settings, Storage storage, int imagePart, long attempt, PhaseClock clock) {
    this.settings = settings;
    this.storage = storage;
    this.imagePart = imagePart;
    this.attempt = attempt;
    this.clock = clock;
    this.columns = Arrays.stream(settings.columns()).map(OutputColumn::of).toList();
    this.assembler =
        settings.operation() instanceof ConvOperation conv
            ? Optional.of(new RecordAssembler(conv.outline().outputChannels(), conv.pool()))
            : Optional.empty();
  }

  /** Takes the next message. */
  void accept(PieceKey key, Message message) {
    try {
      if (message instanceof Message.Effort effort) {
        clock.add(effort.nanos());
        computing = largerOf(computing, effort.memory());
        return;
      }
      if (key.record() != record) {
        finishRecord();
        record = key.record();
        values = null;
        runs = null;
        assembler.ifPresent(RecordAssembler::begin);
      }
      if (message instanceof Message.Piece piece) {
        id = piece.id();
        assembler.orElseThrow().add(piece);
      } else if (message instanceof Message.Run run) {
        add(key.piece(), run);
      } else if (message instanceof Message.Row row) {
        id = row.id();
        values = row.values();
      } else if (message instanceof Message.Reject reject && reason == null) {
        id = reject.id();
        reason = reject.reason();
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      clock.charge(Phase.WRITE);
    }
  }

  /** Finishes the files, writes down that they are, and tells what is in them. */
  PartResult finish() {
    try {
      finishRecord();
      if (writer != null) {
        clock.gauge().writing(writer.peakBytes() + TaskMemory.FILE_BYTES);
      }
      close();
      clock.charge(Phase.WRITE);
      PartResult result =
          new PartResult(
              imagePart,
              written > 0 ? Storage.name(file()) : "",
              rejects.isEmpty() ? "" : Storage.name(rejectsFile()),
              written,
              written > 0 ? recordsFile.bytes() : 0,
              written > 0 ? recordsFile.digest() : "",
              rejects.isEmpty() ? "" : namesFile.digest(),
              rejects,
              clock.nanos(),
              largerOf(computing, clock.gauge().memory()));
      FinishedParts.record(storage, Storage.path(settings.folder()), result, attempt);
      return result;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() throws IOException {
    TensorWriter records = writer;
    OutputStream names = rejectsWriter;
    writer = null;
    rejectsWriter = null;
    try (records;
        names) {
      // Closed in any case, the second also where the first fails.
    }
  }

  private void finishRecord() throws IOException {
    if (record < 0) {
      return;
    }
    if (reason == null && runs != null) {
      runs.finish();
      written++;
    } else if (reason == null) {
      if (values == null) {
        values = new Tensor[] {assembler.orElseThrow().finish(id)};
      }
      reason = whyNotWritten();
      if (reason == null) {
        write();
      }
    }
    if (reason != null) {
      reject();
    }
    record = -1;
    reason = null;
  }

  /** A run of a map that is written as it comes; that it is rejected would have come before. */
  private void add(long position, Message.Run run) throws IOException {
    if (reason != null) {
      return;
    }
    if (runs == null) {
      id = run.id();
      runs = new RunWriter(writer(), run);
    }
    runs.add(position, run);
  }

  private TensorWriter writer() throws IOException {
    if (writer == null) {
      recordsFile = storage.createDurable(file());
      writer = settings.format().open(recordsFile, columns, settings.compression());
    }
    return writer;
  }

  private String whyNotWritten() {
    for (int c = 0; c < values.length; c++) {
      if (!columns.get(c).accepts(values[c].shape())) {
        return "the output must have the shape that the header told: shape=" + values[c].shape();
      }
    }
    return null;
  }

  private void write() throws IOException {
    writer().append(id, values);
    assembler.ifPresent(record -> clock.gauge().assembling(record.floats()));
    written++;
  }

  private void reject() throws IOException {
    if (rejectsWriter == null) {
      namesFile = storage.createDurable(rejectsFile());
      rejectsWriter = new BufferedOutputStream(Channels.newOutputStream(namesFile));
    }
    Map<String, String> line = new LinkedHashMap<>();
    line.put("id", id);
    line.put("reason", reason);
    rejectsWriter.write(JSON.writeValueAsBytes(line));
    rejectsWriter.write('\n');
    boolean named = rejects.containsKey(reason) || rejects.size() < NAMED_REASONS;
    rejects.merge(named ? reason : "other reasons", 1L, Long::sum);
  }

  private static TaskMemory largerOf(TaskMemory one, TaskMemory other) {
    return one.total() >= other.total() ? one : other;
  }

  private Path file() {
    return inFolder("part-%05d.%d" + settings.format().suffix());
  }

  private Path rejectsFile() {
    return inFolder("rejects-%05d.%d.jsonl");
  }

  private Path inFolder(String pattern) {
    return new Path(Storage.path(settings.folder()), String.format(pattern, imagePart, attempt));
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException(
        "output can't be written: path=" + settings.folder() + ", cause=" + Failures.describe(e),
        e);
  }
}
