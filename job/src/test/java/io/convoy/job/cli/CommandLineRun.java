package io.convoy.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One command, run in this JVM as scripts/convoy would run it in another. */
record CommandLineRun(int code, String out, String err) {
  static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console = new Console(new PrintWriter(out), new PrintWriter(err), false);
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    int code = Convoy.run(List.of(arguments), console);
    console.flush();
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  /** Holds that it went well. */
  CommandLineRun done() {
    assertEquals(Failures.DONE, code, err);
    return this;
  }

  /** Holds that it failed with this code and this one line. */
  void failed(int expectedCode, String line) {
    assertEquals("convoy: " + line + System.lineSeparator(), err);
    assertEquals(expectedCode, code);
    assertEquals("", out);
  }
}
