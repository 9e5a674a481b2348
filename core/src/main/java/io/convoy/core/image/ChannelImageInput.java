package io.convoy.core.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import javax.imageio.stream.ImageInputStreamImpl;

/** A channel as ImageIO wants a file: read anywhere, through a small buffer. */
final class ChannelImageInput extends ImageInputStreamImpl {
  private static final int BUFFER_BYTES = 1 << 14;

  private final SeekableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

  /** Where in the file the buffer begins. */
  private long start;

  ChannelImageInput(SeekableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    return fill() ? buffer.get((int) (streamPos++ - start)) & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int from, int count) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int at = (int) (streamPos - start);
    int n = Math.min(count, buffer.limit() - at);
    buffer.get(at, target, from, n);
    streamPos += n;
    return n;
  }

  /** Makes the buffer hold the byte that comes next, unless the file has ended. */
  private boolean fill() throws IOException {
    if (start <= streamPos && streamPos < start + buffer.limit()) {
      return true;
    }
    buffer.clear();
    channel.position(streamPos);
    start = streamPos;
    int read;
    do {
      read = channel.read(buffer);
    } while (read == 0);
    buffer.flip();
    return read > 0;
  }
}
