package io.convoy.job.calibrate;

import io.convoy.core.cost.Machine;
import io.convoy.core.io.ArrowTensorWriter;
import io.convoy.core.io.Compression;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.io.TensorFile;
import io.convoy.core.io.TensorFormats;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures files, in a folder of the disk that temporary files lie on. */
final class FileProbe {
  /** Typical of a shuffle: serialising, a disk's cache, and reading back. */
  private static final double SHUFFLED_BYTES = 250e6;

  /** The maps that are written and read. */
  static final Shape RECORD = Shape.of(64, 56, 56);

  private static final String COLUMN = "x";

  private final Effort effort;
  private final Storage storage;
  private final Path folder;

  /** Records of the file that is read. */
  private final int records;

  /**
   * @param folder empty, and the caller's to remove
   */
  FileProbe(Effort effort, Storage storage, Path folder) {
    this.effort = effort;
    this.storage = storage;
    this.folder = folder;
    // Two hundred megabytes: more than a core has of most processors' last caches. A file of ten is
    // read twice as fast as the large ones of a job.
    this.records =
        switch (effort) {
          case QUICK -> 12;
          case FULL -> 256;
        };
  }

  Machine.Files measure() throws IOException {
    DiskProbe.Rates written = new DiskProbe(effort, storage, folder).measure();
    Path file = folder.resolve("read.arrow");
    write(storage, file, records);
    double bytes = (double) records * RECORD.elements() * Float.BYTES;
    double reading = effort.seconds(() -> read(file));
    return new Machine.Files(
        bytes / reading, written.alone(), written.together(), SHUFFLED_BYTES, opening());
  }

  /** Writes a file of so many records, of zeros. */
  static void write(Storage storage, Path file, int records) throws IOException {
    Tensor zeros = Tensor.zeros(RECORD);
    List<TensorColumn> columns =
        List.of(TensorColumn.fixed(COLUMN, RECORD, List.of("C", "H", "W")));
    try (ArrowTensorWriter writer =
        ArrowTensorWriter.open(storage.create(hadoop(file)), columns, Compression.NONE)) {
      for (int i = 0; i < records; i++) {
        writer.append("record " + i, zeros);
      }
    }
  }

  private void read(Path path) throws IOException {
    String name = path.toString();
    try (TensorFile file =
        TensorFormats.forName(name).orElseThrow().open(storage.open(hadoop(path)), name)) {
      for (int i = 0; i < records; i++) {
        if (file.read(COLUMN, i).data().length != RECORD.elements()) {
          throw new IOException("a file must hold what was written: path=" + path);
        }
      }
    }
  }

  private double opening() throws IOException {
    Path small = Files.write(folder.resolve("small"), new byte[1000]);
    org.apache.hadoop.fs.Path path = hadoop(small);
    return effort.seconds(
        () -> {
          try (InputStream stream = storage.fileSystem(path).open(path)) {
            stream.readAllBytes();
          }
        });
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return Storage.path(path.toString());
  }
}
