package io.convoy.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.job.execute.Progress;
import io.convoy.job.report.ProgressLine.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final StringWriter text = new StringWriter();
  private long now;

  @Test
  void aFileGetsALineEveryFewSecondsAndNoneForTheEnd() {
    ProgressLine line = line(Screen.FILE);
    at(2).progress(line, 1);
    at(6).progress(line, 3);
    at(7).progress(line, 4);
    at(8).progress(line, 10);
    assertEquals(
        "convoy: 3 of 10 tasks, 30 of 100 records, 5 records/s, 14 s left" + System.lineSeparator(),
        text.toString());
  }

  @Test
  void aTerminalHasOneLineWhichIsWipedInTheEnd() {
    ProgressLine line = line(Screen.TERMINAL);
    at(2).progress(line, 5);
    line.note("watch out");
    at(4).progress(line, 10);
    line.clear();
    String half =
        "[============            ] 5 of 10 tasks, 50 of 100 records, 25 records/s, 2.00 s left";
    String whole =
        "[========================] 10 of 10 tasks, 100 of 100 records, 25 records/s, 0.00 s left";
    assertEquals(
        "\r"
            + half
            + "\r"
            + " ".repeat(half.length())
            + "\rconvoy: watch out"
            + System.lineSeparator()
            + "\r"
            + whole
            + "\r"
            + " ".repeat(whole.length())
            + "\r",
        text.toString());
  }

  private ProgressLineTest at(int seconds) {
    now = TimeUnit.SECONDS.toNanos(seconds);
    return this;
  }

  private void progress(ProgressLine line, int tasks) {
    line.progress(new Progress(tasks, 10, tasks * 10L, 100));
  }

  private ProgressLine line(Screen screen) {
    return new ProgressLine(new PrintWriter(text), screen, () -> now);
  }
}
