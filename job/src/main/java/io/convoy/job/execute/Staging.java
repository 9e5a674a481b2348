package io.convoy.job.execute;

import io.convoy.job.plan.Existing;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.serde.PartResult;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder beside the output in which a run writes, and the way from there to the output.
 *
 * <p>Tasks write files named by their attempt. The files of the attempts that won are renamed into
 * a data set, which takes the output's place when it is whole; {@code _SUCCESS} is made last. The
 * old output is moved aside before and removed after. Whatever fails, the old output is where it
 * was, and what losers, killed and late attempts wrote goes with the folder.
 */
final class Staging {
  static final String MANIFEST = "_convoy.json";
  static final String SUCCESS = "_SUCCESS";
  static final String REJECTS = "_rejects";

  private final Storage storage;
  private final FileSystem fileSystem;
  private final Path output;
  private final Existing existing;
  private final Path folder;
  private final Path firstMade;

  private Staging(Storage storage, Path output, Existing existing, Path folder, Path firstMade)
      throws IOException {
    this.storage = storage;
    this.fileSystem = storage.fileSystem(output);
    this.output = output;
    this.existing = existing;
    this.folder = folder;
    this.firstMade = firstMade;
  }

  /**
   * Checks the output and says where it lies.
   *
   * @throws IllegalArgumentException where it must not be written
   */
  static Path check(Storage storage, OutputRequest request) throws IOException {
    Path output = storage.resolve(request.path());
    if (output.getParent() == null) {
      throw new IllegalArgumentException(
          "output must not be the root of a file system: path=" + request.path());
    }
    if (storage.status(output).isEmpty()) {
      return output;
    }
    if (request.existing() == Existing.REFUSE) {
      throw new IllegalArgumentException(
          "output exists, choose another or allow it to be overwritten: path=" + request.path());
    }
    FileSystem fileSystem = storage.fileSystem(output);
    boolean ours =
        fileSystem.getFileStatus(output).isDirectory()
            && (fileSystem.listStatus(output).length == 0
                || storage.status(new Path(output, MANIFEST)).isPresent());
    if (!ours) {
      throw new IllegalArgumentException(
          "only a data set that Convoy wrote may be overwritten: path=" + request.path());
    }
    return output;
  }

  /** Makes the folder for a run of that name. */
  static Staging begin(Storage storage, Path output, Existing existing, String run)
      throws IOException {
    Path folder = new Path(output.getParent(), "." + output.getName() + ".convoy-" + run);
    Path firstMade = folder;
    while (firstMade.getParent() != null && storage.status(firstMade.getParent()).isEmpty()) {
      firstMade = firstMade.getParent();
    }
    Staging staging = new Staging(storage, output, existing, folder, firstMade);
    try {
      staging.makeFolder(staging.attempts());
      // A driver that is told to stop tidies up as well.
      staging.fileSystem.deleteOnExit(folder);
    } catch (IOException e) {
      staging.discard(e);
      throw e;
    }
    return staging;
  }

  /** Where tasks write. */
  Path attempts() {
    return new Path(folder, "attempts");
  }

  /** Makes the output of what won; afterwards it stands, or everything is as it was. */
  void commit(List<PartResult> results, byte[] manifest) throws IOException {
    Path data = new Path(folder, "data");
    makeFolder(data);
    String number = "part-%0" + Math.max(5, Integer.toString(results.size()).length()) + "d";
    for (PartResult result : results) {
      String name = String.format(number, result.imagePart());
      if (!result.file().isEmpty()) {
        String written = result.file();
        String suffix = written.substring(written.lastIndexOf('.'));
        rename(Storage.path(written), new Path(data, name + suffix));
      }
      if (!result.rejectsFile().isEmpty()) {
        makeFolder(new Path(data, REJECTS));
        rename(Storage.path(result.rejectsFile()), new Path(data, REJECTS + "/" + name + ".jsonl"));
      }
    }
    write(new Path(data, MANIFEST), manifest);
    // From here on the folder may hold the old output.
    fileSystem.cancelDeleteOnExit(folder);
    swap(data);
  }

  /** Removes what is left after a commit: the old output, and what losers wrote. */
  void tidy() throws IOException {
    fileSystem.delete(folder, true);
  }

  /** Removes all that a failed run has written. */
  void discard(Throwable why) {
    try {
      fileSystem.cancelDeleteOnExit(folder);
      if (storage.status(old()).isPresent()) {
        throw new IOException("the old output could not be put back: path=" + Storage.name(old()));
      }
      fileSystem.delete(folder, true);
      for (Path made = folder.getParent();
          firstMade.depth() <= made.depth() && fileSystem.listStatus(made).length == 0;
          made = made.getParent()) {
        fileSystem.delete(made, false);
      }
    } catch (IOException e) {
      // The run has failed already; why it can't be tidied up stands beside the reason.
      why.addSuppressed(e);
    }
  }

  private void swap(Path data) throws IOException {
    boolean replaces = storage.status(output).isPresent();
    if (replaces && existing == Existing.REFUSE) {
      throw new IOException("another run has written there in the meantime");
    }
    if (replaces) {
      rename(output, old());
    }
    boolean placed = false;
    try {
      rename(data, output);
      placed = true;
      write(new Path(output, SUCCESS), new byte[0]);
    } catch (IOException e) {
      if (placed) {
        rename(output, data);
      }
      if (replaces) {
        rename(old(), output);
      }
      throw e;
    }
  }

  private Path old() {
    return new Path(folder, "old");
  }

  private void makeFolder(Path path) throws IOException {
    if (!fileSystem.mkdirs(path)) {
      throw new IOException("folder can't be made: path=" + Storage.name(path));
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException(
          "file can't be renamed: from=" + Storage.name(from) + ", to=" + Storage.name(to));
    }
  }

  private void write(Path path, byte[] bytes) throws IOException {
    try (WritableByteChannel channel = storage.create(path)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }
}
