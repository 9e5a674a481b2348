package io.convoy.core.io;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Bytes behind a channel that hands out a few at a time, as a network file system may. */
final class TrickleChannel implements SeekableByteChannel {
  private static final int MOST_AT_ONCE = 1000;

  private final byte[] bytes;
  private long position;
  private boolean open = true;

  TrickleChannel(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read(ByteBuffer target) {
    if (position >= bytes.length) {
      return -1;
    }
    int n = (int) Math.min(Math.min(MOST_AT_ONCE, target.remaining()), bytes.length - position);
    target.put(bytes, (int) position, n);
    position += n;
    return n;
  }

  @Override
  public int write(ByteBuffer source) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }
}
