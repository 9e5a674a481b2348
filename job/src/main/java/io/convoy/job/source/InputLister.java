package io.convoy.job.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Turns what the user named, files, folders and patterns, into a list of files.
 *
 * <p>The inputs come in the order in which they were given; what a folder or a pattern holds comes
 * in the order of names, folders recursively. In folders, names that begin with a dot or an
 * underscore are left out, as Hadoop does; every other file is an input, whatever it holds. A path
 * that exists is never read as a pattern.
 */
public final class InputLister {
  private static final Comparator<FileStatus> BY_NAME =
      Comparator.comparing((FileStatus status) -> Storage.name(status.getPath()));

  /** Folders that are listed at the same time: what takes the time is a name node's answer. */
  private static final int LISTERS = 16;

  private final Storage storage;
  private final FileList files = new FileList();

  private InputLister(Storage storage) {
    this.storage = storage;
  }

  /**
   * All files.
   *
   * @throws IllegalArgumentException where a path does not exist or a folder holds no file
   * @throws IOException where a folder can't be read
   */
  public static FileList list(Storage storage, List<String> inputs) throws IOException {
    InputLister lister = new InputLister(storage);
    for (String input : inputs) {
      lister.addInput(input);
    }
    lister.files.trim();
    return lister.files;
  }

  private void addInput(String input) throws IOException {
    Path path = storage.resolve(input);
    Optional<FileStatus> literal = storage.status(path);
    FileStatus[] found =
        literal.isPresent() ? new FileStatus[] {literal.get()} : matches(path, input);
    if (found.length == 0) {
      throw new IllegalArgumentException("input does not exist: path=" + input);
    }
    int before = files.size();
    addAll(found);
    if (files.size() == before) {
      throw new IllegalArgumentException(
          "input folder holds no file (names that begin with . or _ are left out): path=" + input);
    }
  }

  private FileStatus[] matches(Path pattern, String input) throws IOException {
    FileStatus[] found;
    try {
      found = storage.fileSystem(pattern).globStatus(pattern);
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("Illegal file pattern")) {
        throw new IllegalArgumentException("input is not a file, nor a pattern: path=" + input, e);
      }
      throw e;
    }
    return found == null ? new FileStatus[0] : found;
  }

  private void addAll(FileStatus[] found) throws IOException {
    Arrays.sort(found, BY_NAME);
    if (Arrays.stream(found).noneMatch(FileStatus::isDirectory)) {
      add(files, found);
      return;
    }
    ForkJoinPool listers = new ForkJoinPool(LISTERS);
    try {
      files.addAll(listers.invoke(new Listing(storage, found)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      listers.shutdown();
    }
  }

  private static void add(FileList files, FileStatus... found) {
    for (FileStatus file : found) {
      files.add(Storage.name(file.getPath()), file.getLen(), file.getModificationTime());
    }
  }

  /**
   * What stands behind some entries, in their order; each folder is listed by a task of its own.
   */
  private static final class Listing extends RecursiveTask<FileList> {
    private static final long serialVersionUID = 1L;

    private final transient Storage storage;
    private final transient FileStatus[] entries;

    Listing(Storage storage, FileStatus[] entries) {
      this.storage = storage;
      this.entries = entries;
    }

    @Override
    protected FileList compute() {
      Deque<Folder> folders = new ArrayDeque<>();
      for (FileStatus entry : entries) {
        if (entry.isDirectory()) {
          Folder folder = new Folder(storage, entry.getPath());
          folder.fork();
          folders.add(folder);
        }
      }
      FileList files = new FileList();
      for (FileStatus entry : entries) {
        if (entry.isDirectory()) {
          files.addAll(folders.remove().join());
        } else {
          add(files, entry);
        }
      }
      files.trim();
      return files;
    }
  }

  /** What a folder holds. */
  private static final class Folder extends RecursiveTask<FileList> {
    private static final long serialVersionUID = 1L;

    private final transient Storage storage;
    private final transient Path path;

    Folder(Storage storage, Path path) {
      this.storage = storage;
      this.path = path;
    }

    @Override
    protected FileList compute() {
      try {
        FileStatus[] entries =
            Arrays.stream(storage.children(path))
                .filter(child -> !hidden(child.getPath().getName()))
                .sorted(Comparator.comparing(child -> child.getPath().getName()))
                .toArray(FileStatus[]::new);
        return new Listing(storage, entries).compute();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean hidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }
}
