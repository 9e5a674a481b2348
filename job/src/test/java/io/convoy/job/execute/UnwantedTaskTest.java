package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskKilled;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody works, and nobody waits, for what will never count. */
class UnwantedTaskTest {
  @TempDir private Path folder;

  /** The record would take the scalar kernel several minutes. */
  @Test
  void taskThatIsNoLongerWantedEndsInTheMiddleOfARecord() throws Exception {
    Path weights = TestData.npy(folder.resolve("w.npy"), TestData.random(1, 256, 128, 9, 9));
    Path input = TestData.npy(folder.resolve("x.npy"), TestData.random(2, 128, 250, 250));
    try (JavaSparkContext sc = TestSpark.start("local[1]")) {
      CompletableFuture<Boolean> killed = new CompletableFuture<>();
      sc.sc()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                  if (end.reason() instanceof TaskKilled) {
                    killed.complete(true);
                  }
                }
              });
      TestRun run =
          new TestRun(weights, folder.resolve("out/maps"), input.toString()).algorithm("reference");
      CompletableFuture<Void> cancelled =
          CompletableFuture.runAsync(
              () -> {
                while (!convolves()) {
                  Thread.onSpinWait();
                }
                sc.sc().cancelAllJobs();
              });
      assertThrows(RunException.class, () -> run.run(sc));
      cancelled.get(60, TimeUnit.SECONDS);
      assertTrue(killed.get(60, TimeUnit.SECONDS));
      assertFalse(convolves());
      assertFalse(Files.exists(folder.resolve("out")));
    }
  }

  @Test
  void runWhoseExecutorsNeverComeFailsAndLeavesTheOldOutput() throws Exception {
    Path weights = TestData.npy(folder.resolve("w.npy"), TestData.random(1, 4, 3, 3, 3));
    Path input = TestData.npy(folder.resolve("x.npy"), TestData.random(2, 3, 9, 9));
    Path output = Files.createDirectories(folder.resolve("out")).resolve("maps");
    TestRun run = new TestRun(weights, output, input.toString());
    try (JavaSparkContext sc = TestSpark.start("local[1]")) {
      run.run(sc);
    }
    String before = run.digest();
    // More cores than the worker has.
    SparkConf settings =
        new SparkConf().set("spark.executor.cores", "2").set(ExecutorWatch.WAIT, "2s");
    try (JavaSparkContext sc = TestSpark.start("local-cluster[1,1,1024]", settings)) {
      RunException failure = assertThrows(RunException.class, () -> run.overwriting().run(sc));
      assertEquals(
          "the run has tasks and no executors, are the workers gone, or too small for one?"
              + " (--conf spark.convoy.executorWait=… waits longer):"
              + " master=local-cluster[1,1,1024], waited=2s",
          failure.getMessage());
    }
    assertEquals(before, run.digest());
    assertEquals(List.of(output), TestRun.files(folder.resolve("out")));
  }

  private static boolean convolves() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().contains(".ReferenceConv"));
  }
}
