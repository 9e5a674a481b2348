package io.convoy.job.cli;

import java.io.PrintWriter;

/**
 * Where a command's words go: results to {@code out}, everything else to {@code err}.
 *
 * @param terminal whether a person watches, so that a line may be updated in place
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal) {
  void flush() {
    out.flush();
    err.flush();
  }
}
