package io.convoy.job.execute;

import io.convoy.job.plan.Existing;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.serde.PartResult;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder beside the output in which a run writes, and the way from there to the output.
 *
 * <p>Tasks write files named by their attempt. The files of the attempts that won are renamed into
 * a data set, which takes the output's place when it is whole; {@code _SUCCESS} is made last. The
 * old output is moved aside before and removed after. Whatever fails, the old output is where it
 * was, and what losers, killed and late attempts wrote goes with the folder.
 *
 * <p>A driver that dies leaves the folder. A run that resumes takes it over by renaming it, which
 * only one can do, and from which on nothing of the dead run reaches it: its tasks know the folder
 * by the old name, and make no folder anew. Each step of the commit may be the last of a driver;
 * the next one finds by what is there how far it came.
 *
 * <pre>
 * .NAME.convoy-RUN/
 *   begun.json, inputs.jsonl   what the run was told, and its input files
 *   attempts-RUN/              where tasks write
 *   finished/                  what they finished
 *   over-attempts-RUN/         the two once nothing of the tasks is wanted any more
 *   over-finished/
 *   data/                      the data set that becomes the output
 *   old/                       the output that it replaces
 *   placing                    data/ is being put in its place: where it is missing, it was
 * </pre>
 */
final class Staging {
  static final String MANIFEST = "_convoy.json";
  static final String SUCCESS = "_SUCCESS";
  static final String REJECTS = "_rejects";

  private static final String DATA = "data";
  private static final String OLD = "old";
  private static final String OVER = "over-";
  private static final String PLACING = "placing";
  private static final int MOST_DELETIONS = 50;
  private static final Duration BETWEEN_DELETIONS = Duration.ofMillis(20);

  private final Storage storage;
  private final FileSystem fileSystem;
  private final Path output;
  private final Existing existing;
  private final Path folder;
  private final Path firstMade;
  private final String run;
  private final boolean keeps;
  private final String suffix;

  private Staging(Storage storage, Path output, OutputRequest request, String run, Path firstMade)
      throws IOException {
    this.storage = storage;
    this.fileSystem = storage.fileSystem(output);
    this.output = output;
    this.existing = request.existing();
    this.keeps = request.restart().resumes();
    this.suffix = request.format().suffix();
    this.run = run;
    this.folder = new Path(output.getParent(), prefix(output) + run);
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
    if (storage.status(output).isEmpty()
        || request.restart().resumes() && placedOne(storage, output)) {
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

  /** How the folders of runs for an output begin. */
  static String prefix(Path output) {
    return "." + output.getName() + ".convoy-";
  }

  /**
   * Puts an old output back that a driver moved aside and, dying just then, replaced by nothing.
   */
  static void restoreOld(Storage storage, Path output) throws IOException {
    for (Unfinished unfinished : Unfinished.find(storage, output)) {
      Path old = new Path(unfinished.folder(), OLD);
      boolean moved =
          storage.status(output).isEmpty()
              && storage.status(old).isPresent()
              && storage.status(new Path(unfinished.folder(), DATA)).isPresent();
      if (moved) {
        rename(storage, old, output);
      }
    }
  }

  /** Whether the output that is there is that of a run that was to do no more than to say so. */
  private static boolean placedOne(Storage storage, Path output) throws IOException {
    List<Unfinished> unfinished = Unfinished.find(storage, output);
    return !unfinished.isEmpty() && placed(storage, unfinished.get(0).folder());
  }

  /** Makes the folder for a run of that name. */
  static Staging begin(Storage storage, Path output, OutputRequest request, String run)
      throws IOException {
    Path firstMade = new Path(output.getParent(), prefix(output) + run);
    while (firstMade.getParent() != null && storage.status(firstMade.getParent()).isEmpty()) {
      firstMade = firstMade.getParent();
    }
    Staging staging = new Staging(storage, output, request, run, firstMade);
    try {
      staging.makeFolder(new Path(staging.folder, FinishedParts.FOLDER));
      staging.begin();
    } catch (IOException e) {
      staging.discard(e);
      throw e;
    }
    return staging;
  }

  /** Takes over the folder of a run that did not end. */
  static Staging takeOver(
      Storage storage, Path output, OutputRequest request, String run, Unfinished unfinished)
      throws IOException {
    Path folder = new Path(output.getParent(), prefix(output) + run);
    Staging staging = new Staging(storage, output, request, run, folder);
    rename(storage, unfinished.folder(), folder);
    staging.begin();
    return staging;
  }

  private void begin() throws IOException {
    makeFolder(attempts());
    if (!keeps) {
      // A driver that is told to stop tidies up as well.
      fileSystem.deleteOnExit(folder);
    }
  }

  /** The run's folder. */
  Path folder() {
    return folder;
  }

  /** Where tasks write. */
  Path attempts() {
    return new Path(folder, "attempts-" + run);
  }

  /** A finished part, its files where an earlier commit may have left them. */
  PartResult located(PartResult part, int parts) throws IOException {
    return part.at(
        located(part.file(), dataName(part, parts)),
        located(part.rejectsFile(), rejectsName(part, parts)));
  }

  private String located(String file, String name) throws IOException {
    if (!file.isEmpty() && storage.status(Storage.path(file)).isEmpty()) {
      Path moved = new Path(placed() ? output : data(), name);
      if (storage.status(moved).isPresent()) {
        return Storage.name(moved);
      }
    }
    return file;
  }

  /** Makes the output of what won; afterwards it stands, or everything is as it was. */
  void commit(List<PartResult> results, byte[] manifest) throws IOException {
    if (placed()) {
      storage.put(new Path(output, SUCCESS), new byte[0]);
      return;
    }
    makeFolder(data());
    for (PartResult result : results) {
      move(result.file(), dataName(result, results.size()));
      if (!result.rejectsFile().isEmpty()) {
        makeFolder(new Path(data(), REJECTS));
        move(result.rejectsFile(), rejectsName(result, results.size()));
      }
    }
    storage.put(new Path(data(), MANIFEST), manifest);
    // From here on the folder may hold the old output.
    fileSystem.cancelDeleteOnExit(folder);
    storage.put(new Path(folder, PLACING), new byte[0]);
    swap();
  }

  /** Whether the data set has been put in its place, be it by a driver that then died. */
  boolean placed() throws IOException {
    return placed(storage, folder);
  }

  private static boolean placed(Storage storage, Path folder) throws IOException {
    return storage.status(new Path(folder, PLACING)).isPresent()
        && storage.status(new Path(folder, DATA)).isEmpty();
  }

  /** The output that stands there is not the one that was placed: the commit begins anew. */
  void forgetPlacing() throws IOException {
    fileSystem.delete(new Path(folder, PLACING), false);
  }

  private void move(String file, String name) throws IOException {
    Path target = new Path(data(), name);
    if (!file.isEmpty() && !Storage.path(file).equals(target)) {
      rename(storage, Storage.path(file), target);
    }
  }

  private String dataName(PartResult part, int parts) {
    return number(part, parts) + suffix;
  }

  private static String rejectsName(PartResult part, int parts) {
    return REJECTS + "/" + number(part, parts) + ".jsonl";
  }

  /** Names sort as the parts do, however many there are. */
  private static String number(PartResult part, int parts) {
    int digits = Math.max(5, Integer.toString(parts).length());
    return String.format("part-%0" + digits + "d", part.imagePart());
  }

  /** Removes the folder with what is left in it: the old output, and what losers wrote. */
  void tidy() throws IOException {
    // First what makes it a run that did not end.
    fileSystem.delete(new Path(folder, Begun.FILE), false);
    takeFromTasks(attempts());
    takeFromTasks(new Path(folder, FinishedParts.FOLDER));
    deleteFolder();
  }

  /**
   * Deletes the folder. A task that was just opening or renaming a file while its folder was taken
   * away still gets it there, once, and may do so where the deletion has been already: that then
   * finds the folder not empty, and goes through it again.
   */
  private void deleteFolder() throws IOException {
    for (int goes = 1; !fileSystem.delete(folder, true); goes++) {
      if (storage.status(folder).isEmpty()) {
        return;
      }
      if (goes == MOST_DELETIONS) {
        throw new IOException("folder can't be deleted: path=" + Storage.name(folder));
      }
      LockSupport.parkNanos(BETWEEN_DELETIONS.toNanos());
    }
  }

  /**
   * Takes a folder away from tasks that don't know yet that they have lost: they know it by the old
   * name, and would write into it while it is deleted.
   */
  private void takeFromTasks(Path written) throws IOException {
    if (storage.status(written).isPresent()) {
      rename(storage, written, new Path(folder, OVER + written.getName()));
    }
  }

  /**
   * Removes all that a failed run has written; one that resumes leaves it to the next.
   *
   * @return whether it is left
   */
  boolean end(Throwable why) {
    try {
      if (keeps && !FinishedParts.read(storage, folder).isEmpty()) {
        Optional<Begun> begun = Begun.read(storage, folder);
        if (begun.isPresent()) {
          begun.get().by(Begun.Driver.NONE).write(storage, folder);
          return true;
        }
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    discard(why);
    return false;
  }

  private void discard(Throwable why) {
    try {
      fileSystem.cancelDeleteOnExit(folder);
      if (storage.status(old()).isPresent()) {
        throw new IOException("the old output could not be put back: path=" + Storage.name(old()));
      }
      tidy();
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

  private void swap() throws IOException {
    boolean replaces = storage.status(output).isPresent();
    if (replaces && existing == Existing.REFUSE) {
      throw new IOException("another run has written there in the meantime");
    }
    if (replaces) {
      rename(storage, output, old());
    }
    boolean placed = false;
    try {
      rename(storage, data(), output);
      placed = true;
      storage.put(new Path(output, SUCCESS), new byte[0]);
    } catch (IOException e) {
      if (placed) {
        rename(storage, output, data());
      }
      if (replaces) {
        rename(storage, old(), output);
      }
      throw e;
    }
  }

  private Path data() {
    return new Path(folder, DATA);
  }

  private Path old() {
    return new Path(folder, OLD);
  }

  private void makeFolder(Path path) throws IOException {
    if (!fileSystem.mkdirs(path)) {
      throw new IOException("folder can't be made: path=" + Storage.name(path));
    }
  }

  private static void rename(Storage storage, Path from, Path to) throws IOException {
    if (!storage.fileSystem(from).rename(from, to)) {
      throw new IOException(
          "file can't be renamed: from=" + Storage.name(from) + ", to=" + Storage.name(to));
    }
  }
}
