package io.convoy.core.io;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** A file format that holds tensors. */
public interface TensorFormat {
  /** A short name for listings: {@code npy}. */
  String name();

  /** Whether a file of this name is of this format; only the name's end counts. */
  boolean matches(String fileName);

  /**
   * Opens a file. The channel belongs to what is returned, which closes it; where opening fails, it
   * is closed before the exception leaves.
   *
   * @param path what errors and record ids call the file
   * @throws IOException where the file can't be read, or is not of this format; the message is one
   *     line and begins with the path
   */
  TensorFile open(SeekableByteChannel channel, String path) throws IOException;
}
