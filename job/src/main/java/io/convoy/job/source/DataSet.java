package io.convoy.job.source;

import io.convoy.core.io.TensorColumn;
import io.convoy.core.io.TensorFile;
import io.convoy.core.io.TensorFormats;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * All records of a data set, its files in the order of their names, as if they were one file; or
 * those of a single tensor file. One file is open at a time, so records are best read in order.
 */
public final class DataSet implements TensorFile {
  private final Storage storage;
  private final List<String> names;
  private final long[] starts;
  private final long bytes;
  private int at = -1;
  private TensorFile file;
  private final List<TensorColumn> columns;

  private DataSet(Storage storage, List<String> names) throws IOException {
    this.storage = storage;
    this.names = names;
    this.starts = new long[names.size() + 1];
    long length = 0;
    // Backwards, so that the first file, which is read first, is the one that stays open.
    for (int i = names.size() - 1; i >= 0; i--) {
      open(i);
      starts[i + 1] = file.records();
      length += storage.status(Storage.path(names.get(i))).orElseThrow().getLen();
    }
    Arrays.parallelPrefix(starts, Long::sum);
    this.bytes = length;
    this.columns = file.columns();
  }

  /**
   * Opens what lies at a path.
   *
   * @throws IllegalArgumentException where nothing lies there, or no file of tensors
   */
  public static DataSet open(Storage storage, String text) throws IOException {
    Path path = storage.resolve(text);
    List<String> found = new ArrayList<>(InputLister.list(storage, List.of(text)));
    if (storage.status(path).map(FileStatus::isDirectory).orElse(false)) {
      found.removeIf(name -> !InputFile.holdsTensors(name));
    }
    if (found.isEmpty() || !InputFile.holdsTensors(found.get(0))) {
      throw new IllegalArgumentException(
          "a data set is a folder of part files, or one file, of a format that holds tensors ("
              + String.join(", ", TensorFormats.all().stream().map(f -> f.name()).toList())
              + "): path="
              + text);
    }
    return new DataSet(storage, found);
  }

  /** Length of all files. */
  public long bytes() {
    return bytes;
  }

  @Override
  public List<TensorColumn> columns() {
    return columns;
  }

  @Override
  public long records() {
    return starts[names.size()];
  }

  @Override
  public String id(long record) throws IOException {
    return file(record).id(record - starts[at]);
  }

  @Override
  public Shape shape(String column, long record) throws IOException {
    return file(record).shape(column, record - starts[at]);
  }

  @Override
  public Tensor read(String column, long record) throws IOException {
    return file(record).read(column, record - starts[at]);
  }

  @Override
  public Tensor rows(String column, long record, Range rows) throws IOException {
    return file(record).rows(column, record - starts[at], rows);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
    at = -1;
  }

  private TensorFile file(long record) throws IOException {
    Objects.checkIndex(record, records());
    if (at < 0 || record < starts[at] || record >= starts[at + 1]) {
      int found = Arrays.binarySearch(starts, record);
      int index = found < 0 ? -found - 2 : found;
      // Files without records share their start with the next one.
      while (starts[index + 1] == starts[index]) {
        index++;
      }
      open(index);
    }
    return file;
  }

  private void open(int index) throws IOException {
    close();
    String name = names.get(index);
    file = TensorFormats.forName(name).orElseThrow().open(storage.open(Storage.path(name)), name);
    at = index;
  }
}
