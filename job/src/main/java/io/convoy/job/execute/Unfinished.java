package io.convoy.job.execute;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.Restart;
import io.convoy.job.plan.RunRequest;
import io.convoy.job.serde.PartResult;
import io.convoy.job.source.FileList;
import io.convoy.job.source.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A run for an output whose driver died, as its folder beside the output tells.
 *
 * @param folder the run's folder
 * @param begun what it wrote down when it began
 */
record Unfinished(Path folder, Begun begun) {
  /** The runs for an output that did not end, the last begun first. */
  static List<Unfinished> find(Storage storage, Path output) throws IOException {
    List<Unfinished> found = new ArrayList<>();
    for (Path folder : folders(storage, output)) {
      Begun.read(storage, folder).ifPresent(begun -> found.add(new Unfinished(folder, begun)));
    }
    return found;
  }

  /** The folders of runs for an output, the last changed first. */
  static List<Path> folders(Storage storage, Path output) throws IOException {
    Path parent = output.getParent();
    if (storage.status(parent).filter(FileStatus::isDirectory).isEmpty()) {
      return List.of();
    }
    String prefix = Staging.prefix(output);
    return Arrays.stream(storage.fileSystem(parent).listStatus(parent))
        .filter(status -> status.isDirectory() && status.getPath().getName().startsWith(prefix))
        .sorted(Comparator.comparingLong(FileStatus::getModificationTime).reversed())
        .map(FileStatus::getPath)
        .toList();
  }

  /** The grid that it ran with; a run that takes it up has to cut the work alike. */
  Grid grid() {
    return Grid.parse(begun.grid()).orElseThrow();
  }

  /**
   * Holds a run that would take this one up to what this one was.
   *
   * @param now what the run would write down itself
   * @throws IllegalArgumentException where they differ, with what differs
   */
  void check(Storage storage, RunRequest request, Begun now, FileList files) throws IOException {
    if (begun.driver().runs()) {
      throw refused("the run is still going on: process=" + begun.driver().process());
    }
    Optional<String> difference =
        new Fingerprint(now.fingerprint()).difference(new Fingerprint(begun.fingerprint()));
    if (difference.isEmpty()) {
      Set<String> free =
          request.output().restart() == Restart.RESUME_AND_RETRY ? rejected(storage) : Set.of();
      difference = InputLedger.difference(storage, folder, files, free);
    }
    if (difference.isEmpty() && !now.columns().equals(begun.columns())) {
      difference =
          Optional.of(
              "the shape of the output has changed: columns="
                  + now.columns()
                  + ", was="
                  + begun.columns());
    }
    if (difference.isPresent()) {
      throw refused(difference.get());
    }
  }

  /** Files of which a record was rejected. */
  private Set<String> rejected(Storage storage) throws IOException {
    Set<String> files = new HashSet<>();
    for (PartResult part : FinishedParts.read(storage, folder).values()) {
      if (part.rejectsFile().isEmpty()
          || storage.status(Storage.path(part.rejectsFile())).isEmpty()) {
        continue;
      }
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  Channels.newInputStream(storage.open(Storage.path(part.rejectsFile()))),
                  StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String id = new ObjectMapper().readTree(line).path("id").asText();
          files.add(id);
          // One record of a file of many.
          files.add(id.replaceFirst("#\\d+$", ""));
        }
      }
    }
    return files;
  }

  private IllegalArgumentException refused(String difference) {
    return new IllegalArgumentException(
        "an unfinished run is resumed with the arguments, the code and the inputs that it began"
            + " with (without --resume all is computed anew): "
            + difference
            + ", folder="
            + Storage.name(folder));
  }
}
