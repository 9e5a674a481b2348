package io.convoy.job.calibrate;

import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.io.TensorWriter;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures what a part file costs: gathered and digested as a task does it, and brought to the
 * disk, first by one core, then by all together.
 *
 * <p>Files stay until the end. Where they go through the system's cache, one in the place of
 * another would be put into memory that is at hand, and a system has less trouble with that than
 * with memory that it must find.
 *
 * <p>The clock is that of the wall here: waiting for a disk is no work of a core.
 */
final class DiskProbe {
  /** Files that each core writes; the first is not counted, for it waits for the compiler. */
  private static final int FILES = 5;

  private static final Shape RECORD = Shape.of(64, 56, 56);
  private static final long RECORD_BYTES = Float.BYTES * RECORD.elements();

  private final Storage storage;
  private final Path folder;
  private final long fileBytes;
  private final long nanos;
  private final Tensor record = noise();

  /** Bytes a second: of a core that writes alone, and of all cores together. */
  record Rates(double alone, double together) {}

  /**
   * @param folder the caller's to remove
   */
  DiskProbe(Effort effort, Storage storage, Path folder) {
    this.storage = storage;
    this.folder = folder;
    this.fileBytes =
        switch (effort) {
          case QUICK -> 2 << 20;
          case FULL -> 48 << 20;
        };
    this.nanos =
        switch (effort) {
          case QUICK -> Duration.ofMillis(150).toNanos();
          case FULL -> Duration.ofSeconds(4).toNanos();
        };
  }

  Rates measure() throws IOException {
    double alone = rates(1);
    int cores = Runtime.getRuntime().availableProcessors();
    return new Rates(alone, cores == 1 ? alone : cores * rates(cores));
  }

  /** Bytes that each of so many cores writes in a second: the median of their files. */
  private double rates(int cores) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      List<Callable<List<Double>>> writers = new ArrayList<>();
      for (int core = 0; core < cores; core++) {
        String prefix = cores + "-" + core + "-";
        writers.add(() -> rates(prefix));
      }
      List<Double> all = new ArrayList<>();
      for (Future<List<Double>> rates : threads.invokeAll(writers)) {
        all.addAll(rates.get());
      }
      all.sort(null);
      return all.get(all.size() / 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the calibration was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw new IllegalStateException("a probe can fail at its files only", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Bytes a second of each file but the first; of that one where there was time for no other. */
  private List<Double> rates(String prefix) throws IOException {
    long begun = System.nanoTime();
    double first = write(prefix + 0);
    List<Double> rates = new ArrayList<>();
    while (rates.size() < FILES - 1 && System.nanoTime() - begun < nanos) {
      rates.add(write(prefix + (rates.size() + 1)));
    }
    return rates.isEmpty() ? List.of(first) : rates;
  }

  private double write(String name) throws IOException {
    long records = Math.max(1, fileBytes / RECORD_BYTES);
    List<TensorColumn> columns = List.of(TensorColumn.fixed("x", RECORD, List.of("C", "H", "W")));
    org.apache.hadoop.fs.Path path = Storage.path(folder.resolve(name + ".arrow").toString());
    long start = System.nanoTime();
    try (TensorWriter writer =
        OutputFormat.ARROW.open(storage.createDurable(path), columns, Compression.NONE)) {
      for (int i = 0; i < records; i++) {
        writer.append("record " + i, record);
      }
    }
    return records * RECORD_BYTES / ((System.nanoTime() - start) / 1e9);
  }

  /** Numbers that no disk can make smaller. */
  private static Tensor noise() {
    Tensor record = Tensor.zeros(RECORD);
    Random random = new Random(1);
    for (int i = 0; i < record.data().length; i++) {
      record.data()[i] = random.nextFloat();
    }
    return record;
  }
}
