package io.convoy.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.junit.jupiter.api.Test;

/** Spark as commands start it, and end it. */
class SparkStartTest {
  @Test
  void whatThreadsOfSparkPrintWhileItEndsIsNotHeard() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(heard, true, StandardCharsets.UTF_8);
    System.setErr(err);
    try {
      try (JavaSparkContext sc = SparkStart.context()) {
        sc.sc()
            .addSparkListener(
                new SparkListener() {
                  @Override
                  public void onApplicationEnd(SparkListenerApplicationEnd end) {
                    System.err.println("too late");
                  }
                });
        System.err.println("in time");
      }
      assertSame(err, System.err);
    } finally {
      System.setErr(before);
    }
    String text = heard.toString(StandardCharsets.UTF_8);
    assertEquals("in time", text.strip().lines().reduce((a, b) -> b).orElse(""));
  }
}
