package io.convoy.job.execute;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.convoy.job.source.FileList;
import io.convoy.job.source.Storage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/** The input files of a run as they were when it began, a line each in the run's folder. */
final class InputLedger {
  private static final String FILE = "inputs.jsonl";

  private InputLedger() {}

  /** One line. */
  record Line(String path, long bytes, long changed) {
    static Line of(FileList files, int file) {
      return new Line(files.get(file), files.length(file), files.time(file));
    }
  }

  static void write(Storage storage, Path folder, FileList files) throws IOException {
    Path path = new Path(folder, FILE);
    storage.fileSystem(path).delete(path, false);
    ObjectWriter json = new ObjectMapper().writerFor(Line.class);
    try (OutputStream out =
        new BufferedOutputStream(Channels.newOutputStream(storage.createDurable(path)))) {
      for (int file = 0; file < files.size(); file++) {
        out.write(json.writeValueAsBytes(Line.of(files, file)));
        out.write('\n');
      }
    }
  }

  /**
   * The first file that is not what it was, and how.
   *
   * @param free files that may have changed
   */
  static Optional<String> difference(Storage storage, Path folder, FileList files, Set<String> free)
      throws IOException {
    try (InputStream in = Channels.newInputStream(storage.open(new Path(folder, FILE)));
        MappingIterator<Line> lines = new ObjectMapper().readerFor(Line.class).readValues(in)) {
      int file = 0;
      while (lines.hasNext()) {
        Line was = lines.next();
        if (file == files.size()) {
          return Optional.of("a file is no longer there: path=" + was.path());
        }
        Line is = Line.of(files, file++);
        if (!is.path().equals(was.path())) {
          return Optional.of("the listing has changed: path=" + is.path() + ", was=" + was.path());
        }
        if (!is.equals(was) && !free.contains(is.path())) {
          return Optional.of(
              is.bytes() != was.bytes()
                  ? "a file has changed: path="
                      + is.path()
                      + ", bytes="
                      + is.bytes()
                      + ", was="
                      + was.bytes()
                  : "a file was written again: path=" + is.path());
        }
      }
      return file == files.size()
          ? Optional.empty()
          : Optional.of("a file has come: path=" + files.get(file));
    }
  }
}
