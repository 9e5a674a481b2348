package io.convoy.core.model.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.convoy.core.model.graph.Graph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads ONNX files; the bytes of weights are left where they are until someone wants them. */
public final class OnnxFile {
  private OnnxFile() {}

  /** Opens external data by its location, which has been checked to stay in the model's folder. */
  @FunctionalInterface
  public interface External {
    ByteBuffer open(String location) throws IOException;
  }

  /**
   * Reads a file of this machine by mapping it.
   *
   * @throws IOException where it can't be read or is no whole ONNX file; begins with the path
   */
  public static Graph map(Path file) throws IOException {
    String path = file.toString();
    return parse(path, mapped(file, path), location -> external(file, path, location));
  }

  /** Reads a model from its bytes. */
  public static Graph parse(String path, ByteBuffer bytes, External external) throws IOException {
    if (!bytes.hasRemaining()) {
      throw new IOException(path + ": not an ONNX model, the file is empty");
    }
    ModelReader reader = new ModelReader(path, external);
    try {
      return reader.read(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(
          path
              + ": not an ONNX model, or cut short: bytes="
              + bytes.remaining()
              + ", "
              + e.getMessage(),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  /** Reads one tensor of a file that holds nothing else, as ONNX's test data does. */
  public static io.convoy.core.model.graph.Value tensor(Path file) throws IOException {
    ModelReader reader =
        new ModelReader(
            file.toString(),
            location -> {
              throw new IOException(file + ": a tensor alone has no external data");
            });
    return reader.tensor(CodedInputStream.newInstance(mapped(file, file.toString()))).value();
  }

  private static ByteBuffer external(Path model, String path, String location) throws IOException {
    Path folder = model.toAbsolutePath().getParent().toRealPath();
    Path file = folder.resolve(location);
    try {
      if (!file.toRealPath().startsWith(folder)) {
        throw new IOException(
            path + ": external data must stay in the model's folder: location=" + location);
      }
    } catch (NoSuchFileException e) {
      throw new IOException(path + ": external data is missing: location=" + location, e);
    }
    return mapped(file, path);
  }

  private static ByteBuffer mapped(Path file, String path) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(path + ": no such file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new IOException(
            path
                + ": a file of a model must be smaller than 2 GiB, keep weights as external data:"
                + " bytes="
                + channel.size());
      }
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
