package io.convoy.job.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A new file that stands on its disk once it is closed: a machine that loses its power afterwards
 * does not lose the file. Counts its bytes and digests them on the way.
 */
public final class DurableFile implements WritableByteChannel {
  private final WritableByteChannel target;
  private final Sync sync;
  private final MessageDigest digest = sha256();
  private long bytes;

  /** Brings what was written to the disk. */
  interface Sync {
    void run() throws IOException;
  }

  DurableFile(WritableByteChannel target, Sync sync) {
    this.target = target;
    this.sync = sync;
  }

  /** A SHA-256 that has seen nothing. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    ByteBuffer same = source.duplicate();
    int written = target.write(source);
    digest.update(same.limit(same.position() + written));
    bytes += written;
    return written;
  }

  /** Bytes written. */
  public long bytes() {
    return bytes;
  }

  /** SHA-256 of the bytes written, in hexadecimal digits; asked once, at the end. */
  public String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public boolean isOpen() {
    return target.isOpen();
  }

  @Override
  public void close() throws IOException {
    if (!target.isOpen()) {
      return;
    }
    try (target) {
      sync.run();
    }
  }
}
