package io.convoy.job.cli;

import io.convoy.core.io.Weights;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** What a file of weights calls its output channels. */
final class FilterNames {
  private FilterNames() {}

  /**
   * The names; an empty list where the file has none.
   *
   * @param weights a path, with {@code #name} behind it for one tensor of many
   */
  static List<String> of(String weights, Storage storage) throws IOException {
    Path whole = storage.resolve(weights);
    int hash = weights.lastIndexOf('#');
    Path path =
        hash < 0 || storage.status(whole).isPresent()
            ? whole
            : storage.resolve(weights.substring(0, hash));
    try (SeekableByteChannel channel = storage.open(path)) {
      return Weights.channelNames(channel, weights);
    }
  }
}
