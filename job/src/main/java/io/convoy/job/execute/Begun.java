package io.convoy.job.execute;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * What a run writes down before it begins to compute, for a later run that takes its work up.
 *
 * @param fingerprint the values of the {@link Fingerprint}
 * @param grid how the work is cut, as {@code --grid} takes it
 * @param cuts first record of each image part, and the number of records
 * @param columns the output's columns, in words
 * @param driver the process that runs it
 */
record Begun(
    Map<String, String> fingerprint, String grid, long[] cuts, String columns, Driver driver) {
  static final String FILE = "begun.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A process.
   *
   * @param host the machine it runs on
   * @param process its id there
   * @param started when it was started: ids are used again
   */
  record Driver(String host, long process, String started) {
    /** Stands for the driver of a run that has failed and said so. */
    static final Driver NONE = new Driver("", 0, "");

    static Driver current() {
      ProcessHandle current = ProcessHandle.current();
      return new Driver(hostName(), current.pid(), started(current));
    }

    /** Whether it is known to run: nobody knows that of another machine's processes. */
    boolean runs() {
      return host.equals(hostName())
          && ProcessHandle.of(process)
              .filter(ProcessHandle::isAlive)
              .filter(handle -> started(handle).equals(started))
              .isPresent();
    }

    private static String started(ProcessHandle handle) {
      return handle.info().startInstant().map(Instant::toString).orElse("");
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        // A machine that doesn't know its own name runs its processes alone.
        return "localhost";
      }
    }
  }

  Begun by(Driver other) {
    return new Begun(fingerprint, grid, cuts, columns, other);
  }

  /** What stands in a run's folder; nothing where the run had not begun to compute. */
  static Optional<Begun> read(Storage storage, Path folder) throws IOException {
    Path file = new Path(folder, FILE);
    if (storage.status(file).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = Channels.newInputStream(storage.open(file))) {
      return Optional.of(JSON.readValue(in, Begun.class));
    }
  }

  void write(Storage storage, Path folder) throws IOException {
    storage.put(new Path(folder, FILE), JSON.writeValueAsBytes(this));
  }
}
