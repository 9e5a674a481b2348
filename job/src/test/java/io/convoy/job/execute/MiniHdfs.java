package io.convoy.job.execute;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hadoop's own HDFS of one name node and one data node, in a process of its own, so that its class
 * path doesn't meet that of Spark. Its jars are fetched by the Maven profile {@code hdfs}.
 */
final class MiniHdfs implements AutoCloseable {
  private static final Path JARS = Path.of("target", "hdfs");
  private static final Pattern STARTED = Pattern.compile("namenode on port (\\d+)");

  private final Process process;
  private final String root;

  private MiniHdfs(Process process, String root) {
    this.process = process;
    this.root = root;
  }

  /** Whether the jars have been fetched. */
  static boolean fetched() {
    return Files.isDirectory(JARS);
  }

  static MiniHdfs start(Path folder) throws IOException {
    Path log = folder.resolve("log4j2.properties");
    Files.writeString(
        log,
        """
        rootLogger.level = warn
        rootLogger.appenderRef.out.ref = out
        logger.manager.name = org.apache.hadoop.test.MiniDFSClusterManager
        logger.manager.level = info
        appender.out.type = Console
        appender.out.name = out
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %m%n
        """);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlog4j2.configurationFile=" + log,
                "-cp",
                classPath(),
                "org.apache.hadoop.test.MiniDFSClusterManager",
                "-format",
                "-datanodes",
                "1",
                "-D",
                "hdfs.minidfs.basedir=" + folder.resolve("dfs"),
                "-D",
                "dfs.replication=1")
            .redirectErrorStream(true)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    List<String> printed = new ArrayList<>();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      printed.add(line);
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        drain(output);
        return new MiniHdfs(process, "hdfs://127.0.0.1:" + started.group(1));
      }
    }
    throw new IOException("HDFS did not start: " + printed);
  }

  /** The URI of a path in this HDFS. */
  String uri(String path) {
    return root + path;
  }

  /** Ends it, and waits: until it has ended it writes to its folder, which is removed then. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** What it prints later goes nowhere, but must go. */
  private static void drain(BufferedReader output) {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (output.readLine() != null) {
                  // Until the process ends.
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Hadoop's jars, and for its log those that Spark has. */
  private static String classPath() throws IOException {
    String own =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try (Stream<Path> jars = Files.list(JARS)) {
      return String.join(
          File.pathSeparator,
          Stream.concat(
                  jars.map(Path::toString),
                  Arrays.stream(own.split(File.pathSeparator))
                      .filter(entry -> entry.matches(".*/(log4j|slf4j-api|commons-logging)[^/]*")))
              .toList());
    }
  }
}
