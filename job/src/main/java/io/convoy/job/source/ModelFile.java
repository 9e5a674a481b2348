package io.convoy.job.source;

import io.convoy.core.model.Model;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;

/**
 * A model on any file system, with the SHA-256 of all that it is made of. A local file is mapped:
 * its weights are in memory only while something reads them.
 *
 * @param model the model
 * @param digest over the file and, in the order in which it names them, its external data
 */
public record ModelFile(Model model, String digest) {
  private static final int PIECE_BYTES = 1 << 24;

  /**
   * Reads a model.
   *
   * @param text the file, as users name it
   * @throws IllegalArgumentException where it is missing, or no model
   */
  public static ModelFile read(Storage storage, String text) throws IOException {
    MessageDigest digest = sha256();
    Model model = model(storage, text, digest::update);
    return new ModelFile(model, HexFormat.of().formatHex(digest.digest()));
  }

  /** The model alone, of which nothing is read that isn't needed. */
  public static Model model(Storage storage, String text) throws IOException {
    return model(storage, text, piece -> {});
  }

  private static Model model(Storage storage, String text, Consumer<ByteBuffer> reader)
      throws IOException {
    Path path = storage.resolve(text);
    if (storage.status(path).isEmpty() || storage.status(path).get().isDirectory()) {
      throw new IllegalArgumentException("model file does not exist: path=" + text);
    }
    try {
      return Model.read(
          text,
          bytes(storage, path, reader),
          location -> external(storage, path, location, reader));
    } catch (ReadFailedException e) {
      throw e;
    } catch (IOException e) {
      throw new IllegalArgumentException("model can't be read: " + e.getMessage(), e);
    }
  }

  private static ByteBuffer external(
      Storage storage, Path model, String location, Consumer<ByteBuffer> reader)
      throws IOException {
    Path path = new Path(model.getParent(), location);
    if (storage.status(path).isEmpty()) {
      throw new IOException(
          Storage.name(model) + ": external data is missing: location=" + location);
    }
    return bytes(storage, path, reader);
  }

  private static ByteBuffer bytes(Storage storage, Path path, Consumer<ByteBuffer> reader)
      throws IOException {
    try (SeekableByteChannel channel = storage.open(path)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE - 8) {
        throw new IOException(
            Storage.name(path)
                + ": a file of a model must be smaller than 2 GiB, keep weights as external data:"
                + " bytes="
                + size);
      }
      ByteBuffer bytes;
      if (channel instanceof FileChannel local) {
        bytes = local.map(FileChannel.MapMode.READ_ONLY, 0, size);
      } else {
        bytes = ByteBuffer.allocate((int) size);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
          // Until the file ends.
        }
        bytes.flip();
      }
      ByteBuffer rest = bytes.duplicate();
      while (rest.hasRemaining()) {
        int end = Math.min(rest.limit(), rest.position() + PIECE_BYTES);
        reader.accept(bytes.duplicate().position(rest.position()).limit(end));
        rest.position(end);
      }
      return bytes.order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
