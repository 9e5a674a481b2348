package io.convoy.job.execute;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.SparkConf;

/**
 * Local files under the scheme {@code faulty}, some of which fail, as their names say:
 *
 * <ul>
 *   <li>{@code fails-once}: the second opening fails, that is the first by a task that computes
 *   <li>{@code fails-always}: every opening but the first fails
 *   <li>{@code kills-once}: the process that opens it the second time dies
 *   <li>{@code stops-driver}: the second opening asks the process to stop, as Ctrl-C does
 *   <li>{@code waits}: after {@link #letWait} the second opening never ends
 *   <li>{@code full-disk}: what is created under such a folder can't be written
 * </ul>
 *
 * The first opening is the one that reads the header. A counter beside the file outlives processes.
 *
 * <p>{@link #stopAfter} makes all of it answer no more, as to a driver that dies at that moment.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  /** The exit of a process that was asked to stop. */
  static final int STOPPED = 130;

  /** What everything says once the file system has stopped. */
  static final String GONE = "the file system is gone";

  private static volatile boolean waits;

  private static final int NEVER = Integer.MAX_VALUE;
  private static final AtomicInteger RENAMES_LEFT = new AtomicInteger(NEVER);

  private static final URI ROOT = URI.create("faulty:///");

  /** Makes Spark, and its executors, find this file system. */
  static SparkConf settings() {
    return new SparkConf().set("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName());
  }

  static String uri(java.nio.file.Path file) {
    return "faulty:" + file;
  }

  /** After so many renames, nothing can be written, renamed or deleted any more. */
  static void stopAfter(int renames) {
    RENAMES_LEFT.set(renames);
  }

  /** Everything works again. */
  static void go() {
    RENAMES_LEFT.set(NEVER);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    refuseWhereStopped();
    boolean renamed = super.rename(from, to);
    RENAMES_LEFT.updateAndGet(left -> left == NEVER ? left : left - 1);
    return renamed;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    refuseWhereStopped();
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    refuseWhereStopped();
    return super.mkdirs(path);
  }

  /** From now on, in this JVM, files whose names say so are never opened a second time. */
  static void letWait() {
    waits = true;
  }

  private static void refuseWhereStopped() throws IOException {
    if (RENAMES_LEFT.get() <= 0) {
      throw new IOException(GONE);
    }
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    String name = path.getName();
    if (name.startsWith("fails-once") && count(path) == 2) {
      throw new IOException("the disk hiccups");
    }
    if (name.startsWith("fails-always") && count(path) > 1) {
      throw new IOException("the disk is gone");
    }
    if (name.startsWith("kills-once") && count(path) == 2) {
      Runtime.getRuntime().halt(137);
    }
    if (name.startsWith("stops-driver") && count(path) == 2) {
      System.exit(STOPPED);
    }
    if (waits && name.contains("waits") && count(path) > 1) {
      waitForEver();
    }
    return super.open(path, bufferSize);
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      java.util.EnumSet<org.apache.hadoop.fs.CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    refuseWhereStopped();
    if (path.toString().contains("full-disk")) {
      return new FSDataOutputStream(new FullDisk(), statistics);
    }
    return super.createNonRecursive(
        path, permission, flags, bufferSize, replication, blockSize, progress);
  }

  private static void waitForEver() throws IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while waiting", e);
    }
  }

  /** Which opening of a file this is; every number is told once, to whoever asks at a time. */
  private long count(Path path) throws IOException {
    java.nio.file.Path file = pathToFile(path).toPath();
    java.nio.file.Path counter = file.resolveSibling("." + file.getFileName() + ".openings");
    // The lock is against other processes; within one it would be refused to the second thread.
    synchronized (FaultyFileSystem.class) {
      try (FileChannel channel =
              FileChannel.open(counter, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          FileLock lock = channel.lock()) {
        channel.write(ByteBuffer.allocate(1));
        return channel.size();
      }
    }
  }

  private static final class FullDisk extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
