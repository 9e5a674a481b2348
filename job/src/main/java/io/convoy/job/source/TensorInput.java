package io.convoy.job.source;

import io.convoy.core.image.Preprocess;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.io.TensorFile;
import io.convoy.core.io.TensorFormat;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Reading;
import io.convoy.job.plan.RecordSizes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A file of tensors, all records of its one column. */
final class TensorInput implements InputFile {
  private final String name;
  private final TensorFile file;
  private final TensorColumn column;
  private final Preprocess preprocess;
  private final boolean vectors;

  private TensorInput(String name, TensorFile file, TensorColumn column, Reading reading) {
    this.name = name;
    this.file = file;
    this.column = column;
    this.preprocess = reading.preprocess();
    this.vectors = reading.column().isPresent();
  }

  static TensorInput open(Storage storage, String name, TensorFormat format, Reading reading)
      throws IOException, BadRecordException {
    return bad(
        name,
        () -> {
          TensorFile file = format.open(storage.open(Storage.path(name)), name);
          try {
            return new TensorInput(name, file, column(file.columns(), reading), reading);
          } catch (BadRecordException e) {
            file.close();
            throw e;
          }
        });
  }

  private static TensorColumn column(List<TensorColumn> columns, Reading reading)
      throws BadRecordException {
    if (reading.column().isEmpty()) {
      if (columns.size() != 1) {
        throw new BadRecordException(
            "a file of records must have one tensor column: columns=" + columns.size());
      }
      return columns.get(0);
    }
    String wanted = reading.column().get();
    for (TensorColumn column : columns) {
      if (column.name().equals(wanted)) {
        return column;
      }
    }
    throw new BadRecordException(
        "the file has no column of the tensor to begin at: column="
            + wanted
            + ", columns="
            + columns.stream().map(TensorColumn::name).toList());
  }

  @Override
  public String id(long record) throws IOException, BadRecordException {
    return bad(name, () -> file.id(record));
  }

  @Override
  public Tensor read(long record) throws IOException, BadRecordException {
    Tensor tensor = bad(name, () -> file.read(column.name(), record));
    if (vectors && tensor.shape().rank() == 1) {
      return tensor;
    }
    threeDimensions(tensor.shape());
    normalise(tensor);
    return tensor;
  }

  @Override
  public Shape shape(long record) throws IOException, BadRecordException {
    return threeDimensions(bad(name, () -> file.shape(column.name(), record)));
  }

  @Override
  public Tensor rows(long record, Range rows) throws IOException, BadRecordException {
    Tensor tensor = bad(name, () -> file.rows(column.name(), record, rows));
    normalise(tensor);
    return tensor;
  }

  private static Shape threeDimensions(Shape shape) throws BadRecordException {
    if (shape.rank() != 3) {
      throw new BadRecordException("a record must be (C, H, W): shape=" + shape);
    }
    return shape;
  }

  @Override
  public void sizes(RecordSizes sizes) throws IOException, BadRecordException {
    Optional<Shape> fixed = column.shape();
    if (fixed.isPresent()) {
      add(sizes, file.records(), fixed.get());
      return;
    }
    for (long record = 0; record < file.records(); record++) {
      long each = record;
      add(sizes, 1, bad(name, () -> file.shape(column.name(), each)));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private void add(RecordSizes sizes, long count, Shape shape) {
    if (shape.rank() == 3 && shape.elements() > 0) {
      sizes.add(count, shape.elements(), shape.extent(0), shape.extent(1), shape.extent(2));
    } else if (vectors && shape.rank() == 1) {
      sizes.add(count, shape.elements(), shape.extent(0), 0, 0);
    } else {
      sizes.addUnreadable(count);
    }
  }

  /** As {@link Preprocess} does it to images, in its order and its precision. */
  private void normalise(Tensor tensor) throws BadRecordException {
    int channels = tensor.shape().extent(0);
    float[] mean = preprocess.mean();
    float[] std = preprocess.std();
    if (mean.length != 1 && mean.length != channels || std.length != 1 && std.length != channels) {
      throw new BadRecordException(
          "mean and std must have one number, or one a channel: mean="
              + mean.length
              + ", std="
              + std.length
              + ", channels="
              + channels);
    }
    float[] data = tensor.data();
    int pixels = channels == 0 ? 0 : data.length / channels;
    for (int c = 0; c < channels; c++) {
      float m = mean[mean.length == 1 ? 0 : c];
      float s = std[std.length == 1 ? 0 : c];
      if (preprocess.scale() == 1f && m == 0f && s == 1f) {
        continue;
      }
      for (int i = c * pixels; i < (c + 1) * pixels; i++) {
        data[i] = (data[i] * preprocess.scale() - m) / s;
      }
    }
  }

  private interface Step<T> {
    T run() throws IOException, BadRecordException;
  }

  /** Tells a file that is bad from a file system that fails. */
  private static <T> T bad(String name, Step<T> reading) throws IOException, BadRecordException {
    try {
      return reading.run();
    } catch (ReadFailedException e) {
      throw e;
    } catch (IOException e) {
      if (e.getCause() instanceof ReadFailedException cause) {
        throw cause;
      }
      throw Storage.unreadable(e)
          ? new BadRecordException("the file can't be read: " + e.getMessage(), e)
          : BadRecordException.of(name, e);
    }
  }
}
