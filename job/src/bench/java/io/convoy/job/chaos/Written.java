package io.convoy.job.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.report.RunReport;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.DurableFile;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run has written.
 *
 * @param ids of the records, in order
 * @param digest SHA-256 of all ids, shapes and bits
 * @param rejects the lines that name the rejects, in order
 * @param manifest what the data set says of itself
 * @param counts records, written and rejected with reasons, as the report has them
 */
record Written(
    List<String> ids, String digest, List<String> rejects, String manifest, String counts) {
  /** Reads an output. */
  static Written read(Path output) throws IOException {
    List<String> ids = new ArrayList<>();
    String digest = digest(output, ids);
    return new Written(
        ids,
        digest,
        rejects(output.resolve("_rejects")),
        Files.readString(output.resolve("_convoy.json")),
        counts(output.resolve(RunReport.FILE)));
  }

  /** SHA-256 of all ids, shapes and bits. */
  static String digest(Path output) throws IOException {
    return digest(output, new ArrayList<>());
  }

  private static String digest(Path output, List<String> ids) throws IOException {
    MessageDigest digest = DurableFile.sha256();
    try (DataSet set = DataSet.open(new Storage(new Configuration()), output.toString())) {
      for (long record = 0; record < set.records(); record++) {
        String id = set.id(record);
        ids.add(id);
        digest.update(id.getBytes(StandardCharsets.UTF_8));
        for (TensorColumn column : set.columns()) {
          Tensor tensor = set.read(column.name(), record);
          digest.update(tensor.shape().toString().getBytes(StandardCharsets.UTF_8));
          ByteBuffer bytes = ByteBuffer.allocate(tensor.data().length * Float.BYTES);
          bytes.asFloatBuffer().put(tensor.data());
          digest.update(bytes);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<String> rejects(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  private static String counts(Path report) throws IOException {
    JsonNode counts = new ObjectMapper().readTree(report.toFile()).path("counts");
    return counts.path("records")
        + " records, "
        + counts.path("written")
        + " written, "
        + counts.path("rejected")
        + " rejected "
        + counts.path("rejectedByReason");
  }
}
