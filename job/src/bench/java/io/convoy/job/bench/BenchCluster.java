package io.convoy.job.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where jobs run: inside their own JVM, or on a cluster that {@code scripts/cluster} starts. */
final class BenchCluster implements Closeable {
  private static final Pattern NAME = Pattern.compile("(local|standalone)\\[(\\d{1,2})]");

  /** Not the cluster that a user may have. */
  private static final String PORT = "7177";

  private final Path home;
  private final String name;
  private final boolean local;
  private final int cores;

  private BenchCluster(Path home, String name, boolean local, int cores) {
    this.home = home;
    this.name = name;
    this.local = local;
    this.cores = cores;
  }

  /**
   * Starts it, where there is something to start.
   *
   * @param name {@code local[N]}, or {@code standalone[N]} for N workers of one core
   */
  static BenchCluster of(Path home, String name) throws IOException {
    Matcher words = NAME.matcher(name);
    if (!words.matches()) {
      throw new IllegalArgumentException(
          "master must be local[N] or standalone[N]: master=" + name);
    }
    int cores = Integer.parseInt(words.group(2));
    BenchCluster cluster = new BenchCluster(home, name, words.group(1).equals("local"), cores);
    if (!cluster.local) {
      cluster.script("start", "--workers", Integer.toString(cores), "--cores", "1", "--port", PORT);
    }
    return cluster;
  }

  String name() {
    return name;
  }

  boolean isLocal() {
    return local;
  }

  int cores() {
    return cores;
  }

  /** As Spark is told. */
  String master() {
    return local ? name : "spark://127.0.0.1:" + PORT;
  }

  @Override
  public void close() throws IOException {
    if (!local) {
      script("stop");
    }
  }

  private void script(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("scripts/cluster").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("CONVOY_CLUSTER", home.resolve("target/bench-cluster").toString());
    try {
      if (builder.start().waitFor() != 0) {
        throw new IOException("the cluster fails: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the cluster starts or stops", e);
    }
  }
}
