package io.convoy.job.chaos;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Local files under the scheme {@code chaos}. Where a file named {@value #FAIL} has been laid into
 * the folder that the configuration names, the next opening takes it away and fails.
 */
public final class ChaosFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "chaos";
  static final String FAIL = "fail-next-opening";

  /** Names the folder. */
  static final String FOLDER = "fs.chaos.folder";

  private static final URI ROOT = URI.create(SCHEME + ":///");

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize) throws IOException {
    if (Files.deleteIfExists(Path.of(getConf().get(FOLDER), FAIL))) {
      throw new IOException("the disk hiccups");
    }
    return super.open(path, bufferSize);
  }
}
