package io.convoy.job.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One fault that befalls one run: tried until it finds what it can hit, then undone. */
final class Strike {
  /** Seconds that a process is paused; the chaos settings let Spark wait for {@code 20}. */
  private static final int[] PAUSES = {3, 8, 26};

  private final Fault fault;
  private final LiveCluster cluster;
  private final ConvoyProcess driver;
  private final Path folder;
  private final Random random;
  private final List<ProcessHandle> paused = new ArrayList<>();
  private double resumeAt;

  /**
   * @param folder where the file goes that makes an opening fail
   */
  Strike(Fault fault, LiveCluster cluster, ConvoyProcess driver, Path folder, Random random) {
    this.fault = fault;
    this.cluster = cluster;
    this.driver = driver;
    this.folder = folder;
    this.random = random;
  }

  /** Does it; false where there is nothing to hit just now. */
  boolean hits() throws IOException, InterruptedException {
    return switch (fault) {
      case KILL_EXECUTOR ->
          one(cluster.executors()).map(ProcessHandle::destroyForcibly).isPresent();
      case KILL_DRIVER -> {
        driver.kill();
        yield true;
      }
      case KILL_WORKER -> {
        List<Integer> workers = cluster.workers();
        cluster.killWorker(workers.get(random.nextInt(workers.size())));
        yield true;
      }
      case KILL_ALL_WORKERS -> {
        for (int worker : cluster.workers()) {
          cluster.killWorker(worker);
        }
        yield true;
      }
      case DELETE_SHUFFLE_FILE -> {
        Optional<Path> file = one(cluster.shuffleFiles());
        yield file.isPresent() && Files.deleteIfExists(file.get());
      }
      case PAUSE_PROCESS -> {
        Optional<ProcessHandle> process = one(pausable());
        if (process.isPresent()) {
          signal("STOP", process.get());
          paused.add(process.get());
          resumeAt = driver.seconds() + PAUSES[random.nextInt(PAUSES.length)];
        }
        yield process.isPresent();
      }
      case FILL_SCRATCH_DISK -> {
        List<ProcessHandle> executors = cluster.executors();
        List<ProcessHandle> hit =
            random.nextBoolean() ? executors : one(executors).stream().toList();
        for (ProcessHandle executor : hit) {
          fill(executor);
        }
        yield !hit.isEmpty();
      }
      case FAIL_TASK -> {
        Files.write(folder.resolve(ChaosFileSystem.FAIL), new byte[0]);
        yield true;
      }
    };
  }

  /** Ends what lasts only for a time. */
  void passTime() throws IOException, InterruptedException {
    if (!paused.isEmpty() && driver.seconds() >= resumeAt) {
      undo();
    }
  }

  /** Leaves nothing of the fault to the next run; false where nobody has run into it. */
  boolean undo() throws IOException, InterruptedException {
    for (ProcessHandle process : paused) {
      signal("CONT", process);
    }
    paused.clear();
    return !Files.deleteIfExists(folder.resolve(ChaosFileSystem.FAIL));
  }

  /** Executors twice, for they matter most. */
  private List<ProcessHandle> pausable() throws IOException {
    List<ProcessHandle> processes = new ArrayList<>(cluster.executors());
    processes.addAll(cluster.executors());
    cluster.process("master").ifPresent(processes::add);
    for (int worker : cluster.workers()) {
      cluster.process("worker-" + worker).ifPresent(processes::add);
    }
    processes.add(driver.handle());
    return processes;
  }

  /**
   * A limit of the length of files is to a process that writes what a disk's quota is: the write
   * fails. It needs no rights, and no disk.
   */
  private static void fill(ProcessHandle executor) throws IOException, InterruptedException {
    run("prlimit", "--fsize=0:0", "--pid", Long.toString(executor.pid()));
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    run("kill", "-" + name, Long.toString(process.pid()));
  }

  /** The process may have ended by itself: that is as good. */
  private static void run(String... command) throws IOException, InterruptedException {
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private <T> Optional<T> one(List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }
}
