package io.convoy.job.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The cluster of a folder and a port, through {@code scripts/cluster}, and its processes. */
final class LiveCluster {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  private final Path home;
  private final Path folder;
  private final int port;

  LiveCluster(Path home, Path folder, int port) {
    this.home = home;
    this.folder = folder;
    this.port = port;
  }

  String master() {
    return "spark://127.0.0.1:" + port;
  }

  /** Starts what doesn't run. */
  void start(int workers) throws IOException, InterruptedException {
    script("start", "--workers", "" + workers, "--memory", "1g", "--port", "" + port);
  }

  void stop() throws IOException, InterruptedException {
    script("stop");
  }

  void killWorker(int worker) throws IOException, InterruptedException {
    script("kill-worker", Integer.toString(worker));
  }

  /** The numbers of the workers that run. */
  List<Integer> workers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("worker-\\d+\\.pid"))
          .map(name -> Integer.parseInt(name.replaceAll("\\D", "")))
          .sorted()
          .filter(worker -> process("worker-" + worker).isPresent())
          .toList();
    }
  }

  /** The master or a worker. */
  Optional<ProcessHandle> process(String name) {
    try {
      long pid = Long.parseLong(Files.readString(folder.resolve(name + ".pid")).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The executors of all workers, the oldest first. */
  List<ProcessHandle> executors() throws IOException {
    List<ProcessHandle> executors = new ArrayList<>();
    for (int worker : workers()) {
      process("worker-" + worker)
          .ifPresent(
              handle ->
                  handle
                      .descendants()
                      .filter(child -> commandLine(child).contains(EXECUTOR))
                      .forEach(executors::add));
    }
    executors.sort(Comparator.comparingLong(ProcessHandle::pid));
    return executors;
  }

  /** Files of map outputs that lie on the workers' scratch disks. */
  List<Path> shuffleFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> scratches = Files.list(folder)) {
      for (Path scratch :
          scratches.filter(path -> path.getFileName().toString().startsWith("scratch-")).toList()) {
        walk(scratch, found);
      }
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /** A folder may go while it is looked at. */
  private static void walk(Path folder, List<Path> found) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (Files.isDirectory(entry)) {
          walk(entry, found);
        } else if (entry.getFileName().toString().matches("shuffle_\\d+_\\d+_0\\.(data|index)")) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException e) {
      // Then there is nothing in it that could be deleted.
      return;
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private void script(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("scripts/cluster").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("CONVOY_CLUSTER", folder.toString()));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException("scripts/cluster failed: " + said.strip());
    }
  }
}
