package io.convoy.job.source;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/**
 * Files on any file system that Hadoop knows, by the names that users give them.
 *
 * <p>A name is taken literally: blanks, {@code %}, {@code #} and letters of any script are part of
 * it, and nothing is decoded. Local files are used without Hadoop's checksum files beside them.
 */
public final class Storage {
  private static final Pattern SCHEME =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*", Pattern.DOTALL);
  private static final String LOCAL = "file";

  /** What a local file's status says of blocks, which nobody asks for. */
  private static final long BLOCK_BYTES = 32L << 20;

  private final Configuration configuration;

  public Storage(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The file that a user means: relative to the working directory of the default file system unless
   * the text says otherwise.
   *
   * @throws IllegalArgumentException where no file system has that scheme
   */
  public Path resolve(String text) throws IOException {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a path must not be empty: path=\"\"");
    }
    Path path = SCHEME.matcher(text).matches() ? new Path(text) : new Path(null, null, text);
    try {
      FileSystem fileSystem = fileSystem(path);
      return path.makeQualified(fileSystem.getUri(), fileSystem.getWorkingDirectory());
    } catch (UnsupportedFileSystemException e) {
      throw new IllegalArgumentException(
          "no file system for this path, its jar must be on the class path: path=" + text, e);
    }
  }

  /** What a file is called in ids and messages: a plain path where it is local, else its URI. */
  public static String name(Path path) {
    return isLocal(path) ? path.toUri().getPath() : path.toString();
  }

  /** The file of that {@link #name}, the same on every machine. */
  public static Path path(String name) {
    return name.startsWith("/") ? new Path(LOCAL, null, name) : new Path(name);
  }

  /** The file system of a path. */
  public FileSystem fileSystem(Path path) throws IOException {
    FileSystem fileSystem = path.getFileSystem(configuration);
    return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
  }

  /** What lies at a path, or nothing. */
  public Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(fileSystem(path).getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** What a folder holds, in no order; a link that leads nowhere is left out. */
  FileStatus[] children(Path folder) throws IOException {
    if (!isLocal(folder)) {
      return fileSystem(folder).listStatus(folder);
    }
    // Hadoop asks the system several times for each file.
    List<FileStatus> children = new ArrayList<>();
    try (DirectoryStream<java.nio.file.Path> entries =
        Files.newDirectoryStream(localFile(folder))) {
      for (java.nio.file.Path entry : entries) {
        Path path = new Path(folder, new Path(null, null, entry.getFileName().toString()));
        BasicFileAttributes found;
        try {
          found = Files.readAttributes(entry, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
          continue;
        }
        long changed = found.lastModifiedTime().toMillis();
        children.add(
            new FileStatus(found.size(), found.isDirectory(), 1, BLOCK_BYTES, changed, path));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children.toArray(FileStatus[]::new);
  }

  /**
   * Opens a file to be read anywhere. A local file is a {@link FileChannel}, which can be mapped.
   */
  public SeekableByteChannel open(Path path) throws IOException {
    if (isLocal(path)) {
      return FileChannel.open(localFile(path), StandardOpenOption.READ);
    }
    FileSystem fileSystem = fileSystem(path);
    String name = name(path);
    try {
      long size = fileSystem.getFileStatus(path).getLen();
      return new HadoopChannel(fileSystem.open(path), size, name);
    } catch (IOException e) {
      throw unreadable(e) ? e : new ReadFailedException(name, e);
    }
  }

  /** Opens a file to be read from its start; what fails then is a {@link ReadFailedException}. */
  InputStream stream(Path path) throws IOException {
    String name = name(path);
    try {
      FSDataInputStream stream = fileSystem(path).open(path);
      return Channels.newInputStream(new HadoopChannel(stream, Long.MAX_VALUE, name));
    } catch (IOException e) {
      throw unreadable(e) ? e : new ReadFailedException(name, e);
    }
  }

  /** Reads a file whole. */
  byte[] bytes(Path path) throws IOException {
    try (FSDataInputStream stream = fileSystem(path).open(path)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw unreadable(e) ? e : new ReadFailedException(name(path), e);
    }
  }

  /**
   * Creates a file in a folder that exists. The folder is not made anew: a task that comes too late
   * must not bring back a folder that its run has removed.
   */
  public WritableByteChannel create(Path path) throws IOException {
    if (isLocal(path)) {
      return FileChannel.open(
          localFile(path), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }
    return Channels.newChannel(fileSystem(path).createFile(path).overwrite(false).build());
  }

  /** Creates a file as {@link #create} does, to be durable once it is closed. */
  public DurableFile createDurable(Path path) throws IOException {
    if (isLocal(path)) {
      UncachedFile file = new UncachedFile(localFile(path));
      return new DurableFile(file, file::sync);
    }
    FSDataOutputStream stream = fileSystem(path).createFile(path).overwrite(false).build();
    // An object store has no disk to bring bytes to: there, closing is what makes the file.
    boolean syncs = stream.hasCapability(StreamCapabilities.HSYNC);
    return new DurableFile(
        Channels.newChannel(stream),
        () -> {
          if (syncs) {
            stream.hsync();
          }
        });
  }

  /**
   * Writes a small file, which is there whole and durable or not at all, whoever dies meanwhile.
   * One that is there is replaced.
   */
  public void put(Path path, byte[] bytes) throws IOException {
    Path unfinished = new Path(path.getParent(), "." + path.getName() + ".unfinished");
    FileSystem fileSystem = fileSystem(path);
    fileSystem.delete(unfinished, false);
    try (DurableFile file = createDurable(unfinished)) {
      for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
        file.write(rest);
      }
    }
    if (isLocal(path)) {
      Files.move(
          localFile(unfinished),
          localFile(path),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      syncFolder(path.getParent());
      return;
    }
    fileSystem.delete(path, false);
    if (!fileSystem.rename(unfinished, path)) {
      throw new IOException("file can't be renamed: to=" + name(path));
    }
  }

  /** Makes the names of the files in a folder durable; other file systems do that themselves. */
  public void syncFolder(Path folder) throws IOException {
    // Windows opens no folder, and writes names at once.
    if (isLocal(folder) && File.separatorChar == '/') {
      try (FileChannel channel = FileChannel.open(localFile(folder), StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean isLocal(Path path) {
    return LOCAL.equals(path.toUri().getScheme());
  }

  private static java.nio.file.Path localFile(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /** Whether a file is not there or not ours to read, which trying again would not change. */
  static boolean unreadable(IOException cause) {
    return cause instanceof FileNotFoundException
        || cause instanceof NoSuchFileException
        || cause instanceof AccessDeniedException
        || cause instanceof AccessControlException;
  }
}
