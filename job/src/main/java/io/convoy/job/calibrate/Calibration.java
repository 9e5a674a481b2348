package io.convoy.job.calibrate;

import io.convoy.core.cost.Machine;
import io.convoy.core.simd.Processor;
import io.convoy.job.execute.RunException;
import io.convoy.job.plan.TypicalMachine;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/** Measures this machine, one probe after the other. */
public final class Calibration {
  private final Storage storage;

  public Calibration(Storage storage) {
    this.storage = storage;
  }

  /**
   * In under two seconds: no kernel's share, and nothing of Spark.
   *
   * @throws RunException where the machine is too busy for a figure to be true
   */
  public Machine quick() throws IOException, RunException {
    return inFolder(
        folder ->
            new Machine(
                Processor.name(),
                true,
                new CoreProbe(Effort.QUICK).measure(),
                new ImageProbe(Effort.QUICK).measure(),
                new FileProbe(Effort.QUICK, storage, folder).measure(),
                TypicalMachine.STARTS));
  }

  /**
   * Everything, in under a minute. To be asked of a fresh JVM, which has a start to measure.
   *
   * @param sc with a local master, so that all of it is this machine
   * @throws RunException where the machine is too busy for a figure to be true
   */
  public Machine full(JavaSparkContext sc) throws IOException, RunException {
    SparkProbe spark = new SparkProbe(sc);
    return inFolder(
        folder -> {
          Machine.Starts starts = new FirstRunProbe(sc, storage, folder).measure(spark);
          CoreProbe cores = new CoreProbe(Effort.FULL);
          Machine.Files files = new FileProbe(Effort.FULL, storage, folder).measure();
          Machine machine =
              new Machine(
                  Processor.name(),
                  false,
                  cores.measure(),
                  new ImageProbe(Effort.FULL).measure(),
                  new Machine.Files(
                      files.readBytes(),
                      files.writtenBytes(),
                      files.diskBytes(),
                      spark.shuffledBytes(),
                      files.openSeconds()),
                  starts);
          return new Machine(
              machine.processor(),
              false,
              cores.withKernels(machine),
              machine.images(),
              machine.files(),
              machine.starts());
        });
  }

  private interface Measuring<E extends Exception> {
    Machine in(Path folder) throws IOException, E;
  }

  private static <E extends Exception> Machine inFolder(Measuring<E> measuring)
      throws IOException, E {
    Path folder = Files.createTempDirectory("convoy-calibrate");
    try {
      return measuring.in(folder);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
