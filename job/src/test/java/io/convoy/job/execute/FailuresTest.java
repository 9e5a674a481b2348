package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void whatSparkSaysIsOneLineWithTheDeepestCause() {
    SparkException thrown =
        new SparkException(
            "Job aborted: Lost task 0.3: java.lang.reflect.InvocationTargetException\n"
                + "\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)\n"
                + "Caused by: java.lang.IllegalStateException: closing failed\n"
                + "\t... 3 more\n"
                + "Caused by: java.io.IOException: No space left on device\n"
                + "\t... 7 more\n");
    assertEquals(
        "the run failed: Job aborted: Lost task 0.3: java.lang.reflect.InvocationTargetException,"
            + " caused by java.io.IOException: No space left on device",
        Failures.of(thrown).getMessage());
  }

  @Test
  void aMessageWithoutTracesStaysAsItIs() {
    assertEquals(
        "the run failed: Job 0 cancelled",
        Failures.of(new SparkException("Job 0 cancelled\n")).getMessage());
  }

  @Test
  void aCauseOfOursSpeaksForItself() {
    UncheckedIOException ours = new UncheckedIOException("no such file: a.npy", new IOException());
    assertEquals("no such file: a.npy", Failures.of(new RuntimeException(ours)).getMessage());
  }
}
