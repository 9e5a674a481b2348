package io.convoy.job.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Reads the records that a run rejected, from the folder that it left beside its part files. */
public final class Rejects {
  /** The folder's name in the output folder. */
  public static final String FOLDER = "_rejects";

  private Rejects() {}

  /** The first rejects, each as its id and reason, in the input's order. */
  public static List<String> first(Storage storage, String dataSet, int count) throws IOException {
    Path folder = new Path(storage.resolve(dataSet), FOLDER);
    List<String> rejects = new ArrayList<>();
    if (storage.status(folder).isEmpty()) {
      return rejects;
    }
    FileStatus[] files = storage.fileSystem(folder).listStatus(folder);
    Arrays.sort(files, Comparator.comparing(file -> file.getPath().getName()));
    for (FileStatus file : files) {
      try (InputStream in = Channels.newInputStream(storage.open(file.getPath()));
          MappingIterator<JsonNode> lines =
              new ObjectMapper().readerFor(JsonNode.class).readValues(in)) {
        while (rejects.size() < count && lines.hasNext()) {
          JsonNode reject = lines.next();
          rejects.add(reject.path("id").asText() + ": " + reject.path("reason").asText());
        }
      }
    }
    return rejects;
  }
}
