package io.convoy.job.source;

import io.convoy.core.image.ImageDecoder;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.RecordSizes;
import java.io.IOException;
import java.io.InputStream;

/** An image file: one record. */
final class ImageInput implements InputFile {
  private static final int COLOURS = 3;

  private final Storage storage;
  private final String name;
  private final Preprocess preprocess;

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
  public void sizes(RecordSizes sizes) throws IOException, BadRecordException {
    try (InputStream stream = storage.stream(Storage.path(name))) {
      ImageSize size = ImageDecoder.probe(stream);
      Shape shape = preprocess.outputShape(size.height(), size.width());
      sizes.add(1, COLOURS * size.pixels(), shape.extent(0), shape.extent(1), shape.extent(2));
    } catch (ReadFailedException e) {
      throw e;
    } catch (IOException e) {
      throw bad(e);
    }
  }

  @Override
  public void close() {}

  private BadRecordException bad(IOException cause) {
    return Storage.unreadable(cause)
        ? new BadRecordException("the file can't be read: " + cause.getMessage(), cause)
        : BadRecordException.of(name, cause);
  }
}
