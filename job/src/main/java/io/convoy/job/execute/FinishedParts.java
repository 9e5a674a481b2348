package io.convoy.job.execute;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.job.serde.PartResult;
import io.convoy.job.source.DurableFile;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The parts that a run has finished, each written down by the task that finished it, in a file of
 * its own in the run's folder: {@code finished/part-00007.<attempt>.json}.
 *
 * <p>It is written once the part's own files are durable, so what it tells is true whoever dies
 * afterwards. Two attempts at one part write down one each; either will do.
 */
final class FinishedParts {
  static final String FOLDER = "finished";

  private static final ObjectMapper JSON = new ObjectMapper();

  private FinishedParts() {}

  /** Writes a part down. The folder is not made: it is gone where the run is. */
  static void record(Storage storage, Path attempts, PartResult result, long attempt)
      throws IOException {
    Path finished = new Path(attempts.getParent(), FOLDER);
    // Under a run that has ended, or was taken up by another, nothing may be written down.
    if (storage.status(finished).isEmpty()) {
      throw new IOException("the run is over: folder=" + Storage.name(finished));
    }
    storage.syncFolder(attempts);
    storage.put(
        new Path(finished, String.format("part-%05d.%d.json", result.imagePart(), attempt)),
        JSON.writeValueAsBytes(result.at(relative(result.file()), relative(result.rejectsFile()))));
  }

  /** What was written down in a run's folder, one of each part, by part. */
  static Map<Integer, PartResult> read(Storage storage, Path folder) throws IOException {
    Map<Integer, PartResult> parts = new TreeMap<>();
    Path finished = new Path(folder, FOLDER);
    if (storage.status(finished).isEmpty()) {
      return parts;
    }
    FileStatus[] files = storage.fileSystem(finished).listStatus(finished);
    Arrays.sort(files);
    for (FileStatus file : files) {
      if (file.getPath().getName().startsWith(".")) {
        continue;
      }
      try (InputStream in = Channels.newInputStream(storage.open(file.getPath()))) {
        PartResult part = JSON.readValue(in, PartResult.class);
        parts.putIfAbsent(
            part.imagePart(),
            part.at(absolute(folder, part.file()), absolute(folder, part.rejectsFile())));
      }
    }
    return parts;
  }

  /** Strikes out parts that are to be computed again. */
  static void forget(Storage storage, Path folder, List<PartResult> kept) throws IOException {
    Set<String> prefixes =
        kept.stream()
            .map(part -> String.format("part-%05d.", part.imagePart()))
            .collect(Collectors.toSet());
    Path finished = new Path(folder, FOLDER);
    for (FileStatus file : storage.fileSystem(finished).listStatus(finished)) {
      String name = file.getPath().getName();
      if (!prefixes.contains(name.substring(0, name.indexOf('.') + 1))) {
        storage.fileSystem(finished).delete(file.getPath(), false);
      }
    }
  }

  /** Those whose files have the digests that were written down; tasks read them. */
  static List<PartResult> verified(
      JavaSparkContext sc,
      Broadcast<SerializableConfiguration> configuration,
      List<PartResult> parts) {
    if (parts.isEmpty()) {
      return parts;
    }
    return new ArrayList<>(
        sc.parallelize(parts, Math.min(parts.size(), 4 * sc.defaultParallelism()))
            .filter(part -> whole(new Storage(configuration.value().value()), part))
            .collect());
  }

  private static boolean whole(Storage storage, PartResult part) throws IOException {
    return matches(storage, part.file(), part.sha256())
        && matches(storage, part.rejectsFile(), part.rejectsSha256());
  }

  private static boolean matches(Storage storage, String file, String sha256) throws IOException {
    if (file.isEmpty()) {
      return true;
    }
    Path path = Storage.path(file);
    if (storage.status(path).isEmpty()) {
      return false;
    }
    MessageDigest digest = DurableFile.sha256();
    try (InputStream in = Channels.newInputStream(storage.open(path))) {
      byte[] chunk = new byte[1 << 16];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).equals(sha256);
  }

  /** A run's folder is renamed when it is taken up, so files are written down as seen from it. */
  private static String relative(String file) {
    if (file.isEmpty()) {
      return file;
    }
    Path path = Storage.path(file);
    return path.getParent().getName() + "/" + path.getName();
  }

  private static String absolute(Path folder, String file) {
    return file.isEmpty() ? file : Storage.name(new Path(folder, file));
  }
}
