package io.convoy.job.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file of any Hadoop file system as a channel to read from. */
final class HadoopChannel implements SeekableByteChannel {
  private static final int CHUNK = 1 << 16;

  private final FSDataInputStream stream;
  private final long size;
  private final String name;
  private byte[] chunk = new byte[0];
  private boolean open = true;

  HadoopChannel(FSDataInputStream stream, long size, String name) {
    this.stream = stream;
    this.size = size;
    this.name = name;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (!target.hasRemaining()) {
      return 0;
    }
    try {
      if (target.hasArray()) {
        int read =
            stream.read(
                target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (read > 0) {
          target.position(target.position() + read);
        }
        return read;
      }
      if (chunk.length == 0) {
        chunk = new byte[CHUNK];
      }
      int read = stream.read(chunk, 0, Math.min(CHUNK, target.remaining()));
      if (read > 0) {
        target.put(chunk, 0, read);
      }
      return read;
    } catch (IOException e) {
      throw new ReadFailedException(name, e);
    }
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return stream.getPos();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    requireOpen();
    if (position < 0) {
      throw new IllegalArgumentException(
          "a position must not be negative: position=" + position + ", path=" + name);
    }
    try {
      // Some file systems refuse to seek beyond the end; a channel at the end reads nothing.
      stream.seek(Math.min(position, size));
    } catch (IOException e) {
      throw new ReadFailedException(name, e);
    }
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return size;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long length) {
    throw new NonWritableChannelException();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      stream.close();
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
