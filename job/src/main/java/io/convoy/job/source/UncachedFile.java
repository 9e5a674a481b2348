package io.convoy.job.source;

import com.sun.nio.file.ExtendedOpenOption;
import io.convoy.job.plan.TaskMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A new local file that goes to its disk past the system's cache, a piece of it while the next is
 * filled.
 *
 * <p>What is to be durable must reach the disk in any case. In the cache it would be copied once
 * more, into memory that the system has to find for it first, and all of it would be waited for at
 * the end. What is left of a piece at the end goes through the cache, as does all of it where a
 * file system knows no other way.
 */
final class UncachedFile implements WritableByteChannel {
  /** No disk, and no page of memory, asks for a larger multiple. */
  private static final int ALIGNMENT = 64 << 10;

  /** What is written at once. */
  static final int PIECE_BYTES = TaskMemory.FILE_BYTES / 2 - ALIGNMENT;

  private final Path path;

  /** Takes what is left of a piece at the end, and makes all of it durable. */
  private final FileChannel file;

  /** Not the JVM's own buffers, which it gives back some day. */
  private final BufferAllocator allocator;

  private final ArrowBuf memory;
  private ByteBuffer filling;
  private ByteBuffer leaving;

  /** Opened for the first whole piece. */
  private AsynchronousFileChannel pieces;

  /** The piece that leaves, or what is left of it; null where none does. */
  private Future<Integer> writing;

  /** Where the next bytes for the disk go. */
  private long position;

  UncachedFile(Path path) throws IOException {
    this.path = path;
    this.allocator = new RootAllocator();
    this.memory = allocator.buffer(TaskMemory.FILE_BYTES);
    try {
      this.file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      memory.close();
      allocator.close();
      throw e;
    }
    this.filling = half(0);
    this.leaving = half(1);
  }

  private ByteBuffer half(int number) {
    int half = TaskMemory.FILE_BYTES / 2;
    ByteBuffer bytes = memory.nioBuffer((long) number * half, half);
    return bytes.alignedSlice(ALIGNMENT).limit(PIECE_BYTES);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = Math.min(source.remaining(), filling.remaining());
    filling.put(source.slice().limit(count));
    source.position(source.position() + count);
    if (!filling.hasRemaining()) {
      leave();
    }
    return count;
  }

  /** Sends the full piece on its way, behind the one before. */
  private void leave() throws IOException {
    arrive();
    if (pieces == null) {
      pieces = open();
    }
    ByteBuffer full = filling.flip();
    filling = leaving.clear().limit(PIECE_BYTES);
    leaving = full;
    writing = pieces.write(leaving, position);
  }

  private AsynchronousFileChannel open() throws IOException {
    try {
      return AsynchronousFileChannel.open(
          path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return AsynchronousFileChannel.open(path, StandardOpenOption.WRITE);
    }
  }

  /** Waits for the piece that leaves. */
  private void arrive() throws IOException {
    try {
      while (writing != null) {
        position += writing.get();
        writing = leaving.hasRemaining() ? pieces.write(leaving, position) : null;
      }
    } catch (ExecutionException e) {
      // Another each time: whoever closes a file that failed adds the second to the first.
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  /** Brings all that was written to the disk. */
  void sync() throws IOException {
    arrive();
    filling.flip();
    while (filling.hasRemaining()) {
      position += file.write(filling, position);
    }
    file.force(true);
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    // Waits for a piece that leaves: until then its memory is read.
    AsynchronousFileChannel last = pieces;
    try (allocator;
        memory;
        file;
        last) {}
  }
}
