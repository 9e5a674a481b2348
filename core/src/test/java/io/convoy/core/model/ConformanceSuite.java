package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.HalfFloats;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.onnx.OnnxFile;
import io.convoy.core.model.operator.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * ONNX's own backend test suite, as {@code scripts/conformance} fetches it: every case is passed,
 * failed, or not applicable for a reason that is printed. Not part of the build's tests, which need
 * no download.
 */
final class ConformanceSuite {
  /** Where the suite's folders are. */
  static final String DATA_PROPERTY = "convoy.conformance";

  /** Cases in the version that is fetched; fewer would mean that some were lost on the way. */
  private static final int LEAST_PASSED = 500;

  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-7;

  private enum Verdict {
    PASSED,
    FAILED,
    NOT_APPLICABLE
  }

  private record Outcome(String operator, Verdict verdict, String reason) {}

  @Test
  void everyApplicableCasePasses() throws IOException {
    Path data = Path.of(System.getProperty(DATA_PROPERTY));
    Map<String, int[]> table = new TreeMap<>();
    List<String> failures = new ArrayList<>();
    Map<String, Integer> reasons = new TreeMap<>();
    for (String folder : List.of("node", "pytorch-converted", "pytorch-operator", "simple")) {
      for (Path test : sorted(data.resolve(folder))) {
        Outcome outcome = run(test);
        table
            .computeIfAbsent(outcome.operator(), name -> new int[3])[outcome.verdict().ordinal()]++;
        switch (outcome.verdict()) {
          case PASSED -> {}
          case FAILED -> failures.add(folder + "/" + test.getFileName() + ": " + outcome.reason());
          case NOT_APPLICABLE -> reasons.merge(outcome.reason(), 1, Integer::sum);
        }
      }
    }
    print(table, reasons, failures);
    assertEquals(List.of(), failures);
    int passed = table.values().stream().mapToInt(counts -> counts[0]).sum();
    assertTrue(passed >= LEAST_PASSED, () -> "only " + passed + " cases passed, of " + data);
  }

  private static void print(
      Map<String, int[]> table, Map<String, Integer> reasons, List<String> failures) {
    System.out.printf("%-28s %7s %7s %15s%n", "operator", "passed", "failed", "not applicable");
    int[] sums = new int[3];
    table.forEach(
        (operator, counts) -> {
          System.out.printf("%-28s %7d %7d %15d%n", operator, counts[0], counts[1], counts[2]);
          for (int i = 0; i < 3; i++) {
            sums[i] += counts[i];
          }
        });
    System.out.printf("%-28s %7d %7d %15d%n", "all", sums[0], sums[1], sums[2]);
    System.out.println();
    reasons.forEach(
        (reason, count) -> System.out.println("not applicable, " + count + ": " + reason));
    failures.forEach(failure -> System.out.println("FAILED " + failure));
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> tests = Files.list(folder)) {
      return tests.sorted().toList();
    }
  }

  private static Outcome run(Path test) throws IOException {
    Graph graph;
    try {
      graph = OnnxFile.map(test.resolve("model.onnx"));
    } catch (IllegalArgumentException e) {
      return new Outcome("(not read)", Verdict.NOT_APPLICABLE, cut(e.getMessage()));
    }
    List<String> operators = graph.nodes().stream().map(Node::operator).distinct().toList();
    String name = operators.isEmpty() ? "(none)" : operators.get(0);
    Optional<String> missing =
        operators.stream().filter(o -> Operators.named(o).isEmpty()).findFirst();
    if (missing.isPresent()) {
      return new Outcome(
          missing.get(), Verdict.NOT_APPLICABLE, "operator outside the scope: " + missing.get());
    }
    List<Path> sets = sorted(test).stream().filter(Files::isDirectory).toList();
    try {
      for (Path set : sets) {
        String difference = difference(graph, set);
        if (!difference.isEmpty()) {
          return new Outcome(name, Verdict.FAILED, difference);
        }
      }
    } catch (NotATensor e) {
      return new Outcome(name, Verdict.NOT_APPLICABLE, "sequences and optional values");
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).contains("training is not supported")) {
        return new Outcome(name, Verdict.NOT_APPLICABLE, "training mode of Dropout");
      }
      return new Outcome(name, Verdict.FAILED, e.getMessage());
    } catch (RuntimeException e) {
      return new Outcome(
          name, Verdict.FAILED, e + " at " + Arrays.asList(e.getStackTrace()).get(0));
    }
    return new Outcome(name, Verdict.PASSED, "");
  }

  private static String cut(String message) {
    return message.substring(message.lastIndexOf(": ", message.length() - 1) + 2);
  }

  /** Test data that is no tensor. */
  private static final class NotATensor extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Value read(Path file) throws IOException {
    try {
      return OnnxFile.tensor(file);
    } catch (IllegalArgumentException | IOException e) {
      throw new NotATensor();
    }
  }

  /** The suite stores the bits of bfloat16 as UINT16; these are the numbers that they mean. */
  private static Value typed(Value value, DataType type) {
    if (type != DataType.BFLOAT16 || value.type() != DataType.UINT16) {
      return value;
    }
    Value numbers = Value.zeros(type, value.extents());
    for (int i = 0; i < value.elements(); i++) {
      numbers.set(i, (double) HalfFloats.fromBfloat((short) value.integer(i)));
    }
    return numbers;
  }

  /** The other way round, for outputs, which the suite compares as those whole numbers. */
  private static Value bits(Value value, DataType type) {
    if (value == null || value.type() != DataType.BFLOAT16 || type != DataType.UINT16) {
      return value;
    }
    Value bits = Value.zeros(type, value.extents());
    for (int i = 0; i < value.elements(); i++) {
      bits.set(i, (long) (Float.floatToRawIntBits((float) value.real(i)) >>> 16));
    }
    return bits;
  }

  private static String difference(Graph graph, Path set) throws IOException {
    Map<String, Value> inputs = new HashMap<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Path file = set.resolve("input_" + i + ".pb");
      if (Files.exists(file)) {
        inputs.put(graph.inputs().get(i).name(), typed(read(file), graph.inputs().get(i).type()));
      }
    }
    Map<String, Value> made = Interpreter.run(graph, inputs);
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value expected = read(set.resolve("output_" + i + ".pb"));
      Value actual = made.get(graph.outputs().get(i));
      String difference = difference(expected, bits(actual, expected.type()));
      if (!difference.isEmpty()) {
        return "output " + i + ": " + difference;
      }
    }
    return "";
  }

  private static String difference(Value expected, Value actual) {
    if (actual == null) {
      return "not made";
    }
    if (expected.type() != actual.type() || !Arrays.equals(expected.extents(), actual.extents())) {
      return "is " + actual + ", expected " + expected;
    }
    for (int i = 0; i < expected.elements(); i++) {
      if (expected.type() == DataType.STRING) {
        if (!expected.text(i).equals(actual.text(i))) {
          return "at " + i + " is " + actual.text(i) + ", expected " + expected.text(i);
        }
        continue;
      }
      double e = expected.real(i);
      double a = actual.real(i);
      boolean near =
          e == a
              || Double.isNaN(e) && Double.isNaN(a)
              || Math.abs(a - e) <= ABSOLUTE + RELATIVE * Math.abs(e);
      if (!near) {
        return "at " + i + " is " + a + ", expected " + e;
      }
    }
    return "";
  }
}
