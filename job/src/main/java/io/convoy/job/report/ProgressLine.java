package io.convoy.job.report;

import io.convoy.job.execute.Progress;
import io.convoy.job.execute.RunListener;
import io.convoy.job.plan.RunPlan;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a run is: on a terminal one line that is updated in place, elsewhere a line every
 * few seconds.
 */
public final class ProgressLine implements RunListener {
  /** Where the line goes. */
  public enum Screen {
    TERMINAL(Duration.ofMillis(200)),
    FILE(Duration.ofSeconds(5));

    private final long pause;

    Screen(Duration pause) {
      this.pause = pause.toNanos();
    }
  }

  private static final int BAR = 24;

  private final PrintWriter out;
  private final Screen screen;
  private final LongSupplier clock;
  private long start;
  private long shown;
  private int width;

  public ProgressLine(PrintWriter out, Screen screen) {
    this(out, screen, System::nanoTime);
  }

  ProgressLine(PrintWriter out, Screen screen, LongSupplier clock) {
    this.out = out;
    this.screen = screen;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.shown = start;
  }

  /** Tasks begin now; what came before says nothing about how long they take. */
  @Override
  public void planned(RunPlan plan) {
    start = clock.getAsLong();
    shown = start;
  }

  @Override
  public void note(String sentence) {
    clear();
    out.println("convoy: " + sentence);
    out.flush();
  }

  @Override
  public void progress(Progress progress) {
    long now = clock.getAsLong();
    boolean last = progress.tasks() == progress.allTasks();
    // Who reads a file needs no line that says that all is done: the summary does.
    if (last ? screen == Screen.FILE : now - shown < screen.pause) {
      return;
    }
    shown = now;
    String line = line(progress, (now - start) / 1e9);
    if (screen == Screen.TERMINAL) {
      int blanks = Math.max(0, width - line.length());
      out.print("\r" + line + " ".repeat(blanks));
      width = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** Takes the line away, so that what comes next stands alone. */
  public void clear() {
    if (width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      out.flush();
      width = 0;
    }
  }

  private String line(Progress progress, double seconds) {
    double done = progress.allTasks() == 0 ? 1 : (double) progress.tasks() / progress.allTasks();
    String text =
        String.format(
            Locale.ROOT,
            "%d of %d tasks, %d of %d records, %.0f records/s",
            progress.tasks(),
            progress.allTasks(),
            progress.records(),
            progress.allRecords(),
            seconds > 0 ? progress.records() / seconds : 0);
    String left = done > 0 ? ", " + Quantity.seconds(seconds * (1 - done) / done) + " left" : "";
    int filled = (int) (done * BAR);
    String bar = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] ";
    return (screen == Screen.TERMINAL ? bar : "convoy: ") + text + left;
  }
}
