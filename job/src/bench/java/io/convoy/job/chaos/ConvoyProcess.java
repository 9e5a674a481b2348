package io.convoy.job.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of {@code scripts/convoy}, which becomes the driver's JVM. */
final class ConvoyProcess {
  private static final int TICK_MILLIS = 20;

  private final Process process;
  private final Path log;
  private long ticks;

  private ConvoyProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param log where all goes that it prints
   */
  static ConvoyProcess start(Path home, List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("scripts/convoy").toString());
    command.addAll(arguments);
    Files.deleteIfExists(log);
    return new ConvoyProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Lets a moment pass; false where it has ended. Moments are counted, rather than a clock read, so
   * that a machine that stops everything for a while makes nobody believe in a hang.
   */
  boolean tick() throws InterruptedException {
    ticks++;
    return !process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Seconds that it was waited for. */
  double seconds() {
    return ticks * TICK_MILLIS / 1e3;
  }

  int exit() {
    return process.exitValue();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What it said that was neither progress nor a warning of the JVM's. */
  List<String> said() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.startsWith("convoy: ") || line.contains("Exception"))
        .filter(line -> !line.matches("convoy: \\d+ of \\d+ tasks, .*"))
        .toList();
  }
}
