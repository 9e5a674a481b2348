package io.convoy.job.source;

import io.convoy.core.image.ImageDecoder;
import io.convoy.core.image.ImageRows;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Cut;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.RecordSizes;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** An image file: one record. */
final class ImageInput implements InputFile {
  private static final int COLOURS = 3;

  private final Storage storage;
  private final String name;
  private final Preprocess preprocess;

  /** The file as it is read by rows, or what it holds where it can't be. */
  private ImageRows byRows;

  private Tensor whole;

  ImageInput(Storage storage, String name, Preprocess preprocess) {
    this.storage = storage;
    this.name = name;
    this.preprocess = preprocess;
  }

  @Override
  public String id(long record) {
    return name;
  }

  @Override
  public Tensor read(long record) throws IOException, BadRecordException {
    try {
      return preprocess.apply(ImageDecoder.decode(storage.bytes(Storage.path(name))));
    } catch (ReadFailedException e) {
      throw e;
    } catch (IOException e) {
      throw bad(e);
    }
  }

  @Override
  public Shape shape(long record) throws IOException, BadRecordException {
    try (SeekableByteChannel file = storage.open(Storage.path(name))) {
      ImageSize size = ImageDecoder.probe(file);
      return preprocess.outputShape(size.height(), size.width());
    } catch (ReadFailedException e) {
      throw e;
    } catch (IOException e) {
      throw bad(e);
    }
  }

  @Override
  public Tensor rows(long record, Range wanted) throws IOException, BadRecordException {
    try {
      if (byRows == null && whole == null) {
        open();
      }
      if (byRows == null) {
        return Cut.rows(whole, wanted);
      }
      Range stored = preprocess.sourceRows(byRows.size(), wanted);
      return preprocess.applyToRows(byRows.size(), byRows.read(stored));
    } catch (ReadFailedException e) {
      throw e;
    } catch (IOException e) {
      throw bad(e);
    }
  }

  private void open() throws IOException, BadRecordException {
    if (preprocess.worksByRows()) {
      SeekableByteChannel file = storage.open(Storage.path(name));
      try {
        byRows = ImageDecoder.rows(file).orElse(null);
      } finally {
        if (byRows == null) {
          file.close();
        }
      }
    }
    if (byRows == null) {
      whole = read(0);
    }
  }

  @Override
  public void sizes(RecordSizes sizes) throws IOException, BadRecordException {
    try (SeekableByteChannel file = storage.open(Storage.path(name))) {
      ImageSize size = ImageDecoder.probe(file);
      Shape shape = preprocess.outputShape(size.height(), size.width());
      sizes.add(1, COLOURS * size.pixels(), shape.extent(0), shape.extent(1), shape.extent(2));
    } catch (ReadFailedException e) {
      throw e;
    } catch (IOException e) {
      throw bad(e);
    }
  }

  @Override
  public void close() throws IOException {
    whole = null;
    if (byRows != null) {
      byRows.close();
      byRows = null;
    }
  }

  private BadRecordException bad(IOException cause) {
    return Storage.unreadable(cause)
        ? new BadRecordException("the file can't be read: " + cause.getMessage(), cause)
        : BadRecordException.of(name, cause);
  }
}
