package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.plan.Restart;
import io.convoy.job.plan.TaskMemory;
import io.convoy.job.serde.PartResult;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** The folder that a run writes in goes whole, whoever still writes there. */
class StagingTest {
  private static final int TASKS = 16;

  @TempDir private Path folder;

  @RepeatedTest(20)
  void tasksThatDoNotKnowThatTheirRunHasFailedKeepNothingOfItsFolder() throws Exception {
    Storage storage = new Storage(new Configuration());
    Path output = Files.createDirectories(folder.resolve("results")).resolve("maps");
    OutputRequest request =
        new OutputRequest(
            output.toString(),
            Existing.REFUSE,
            Restart.AFRESH,
            OutputFormat.ARROW,
            Compression.NONE);
    Staging staging = Staging.begin(storage, storage.resolve(output.toString()), request, "run");
    CountDownLatch writing = new CountDownLatch(TASKS);
    List<Thread> tasks = new ArrayList<>();
    for (int task = 0; task < TASKS; task++) {
      int part = task;
      tasks.add(new Thread(() -> finishUntilTheRunIsOver(storage, staging, part, writing)));
    }
    tasks.forEach(Thread::start);
    writing.await();
    IOException why = new IOException("a task has failed");

    staging.end(why);

    for (Thread task : tasks) {
      task.join();
    }
    assertEquals(List.of(), List.of(why.getSuppressed()));
    assertEquals(List.of(), TestRun.files(output.getParent()));
  }

  private static void finishUntilTheRunIsOver(
      Storage storage, Staging staging, int part, CountDownLatch writing) {
    try {
      for (long attempt = 0; attempt < Long.MAX_VALUE; attempt++) {
        FinishedParts.record(storage, staging.attempts(), result(part), attempt);
        writing.countDown();
      }
    } catch (IOException over) {
      writing.countDown();
    }
  }

  private static PartResult result(int part) {
    return new PartResult(
        part, "", "", 0, 0, "", "", new HashMap<>(), new long[0], TaskMemory.NONE);
  }
}
