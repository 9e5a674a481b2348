package io.convoy.job.source;

import io.convoy.core.io.TensorFormat;
import io.convoy.core.io.TensorFormats;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Reading;
import io.convoy.job.plan.RecordSizes;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** One file of the input: its records as the tensors (C, H, W) that a layer reads. */
public interface InputFile extends Closeable {
  /** Stands for the number of records of a file that can't be taken. */
  long UNREADABLE = -1;

  /** What a record is called: the file's path, {@code path#n}, or what an Arrow file calls it. */
  String id(long record) throws IOException, BadRecordException;

  /**
   * Reads a record and preprocesses it.
   *
   * @throws BadRecordException where it can't be taken
   * @throws ReadFailedException where the file system fails
   */
  Tensor read(long record) throws IOException, BadRecordException;

  /** The shape that {@link #read} gives, from headers alone. */
  Shape shape(long record) throws IOException, BadRecordException;

  /**
   * Some rows of what {@link #read} gives, best asked for from top to bottom. Of {@code .npy} in C
   * order no others are read; of a PNG that is not interlaced those above are unpacked and thrown
   * away; of a TIFF the strips or tiles that they lie in are. Any other file is read whole, and
   * kept until another record is asked for.
   */
  Tensor rows(long record, Range rows) throws IOException, BadRecordException;

  /** Adds the sizes of all records, from headers alone. */
  void sizes(RecordSizes sizes) throws IOException, BadRecordException;

  /**
   * Opens a file: as tensors where its name says so, as an image otherwise.
   *
   * @throws BadRecordException where the file as a whole can't be taken
   * @throws ReadFailedException where the file system fails
   */
  static InputFile open(Storage storage, String name, Reading reading)
      throws IOException, BadRecordException {
    Optional<TensorFormat> format = TensorFormats.forName(name);
    return format.isPresent()
        ? TensorInput.open(storage, name, format.get(), reading)
        : new ImageInput(storage, name, reading.preprocess());
  }

  /** Whether a file of this name is read as tensors. */
  static boolean holdsTensors(String name) {
    return TensorFormats.forName(name).isPresent();
  }

  /**
   * Adds the sizes of a file's records; a file that can't be taken counts as one record without a
   * size.
   *
   * @return the records, or {@link #UNREADABLE}
   */
  static long probe(Storage storage, String name, Reading reading, RecordSizes sizes)
      throws IOException {
    RecordSizes own = new RecordSizes();
    try (InputFile file = open(storage, name, reading)) {
      file.sizes(own);
    } catch (BadRecordException e) {
      // The task that takes this file will ask again, and say why.
      sizes.addUnreadable(1);
      return UNREADABLE;
    }
    sizes.addAll(own);
    return own.records();
  }

  /** Why a file whose listing found it unreadable can't be taken. */
  static BadRecordException whyUnreadable(InputFile file) throws IOException {
    try {
      file.sizes(new RecordSizes());
    } catch (BadRecordException e) {
      return e;
    }
    return new BadRecordException("the file has changed since it was listed");
  }
}
