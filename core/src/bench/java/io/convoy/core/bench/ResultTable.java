package io.convoy.core.bench;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Prints results as a table, a line as soon as it is measured, and means at the end. */
final class ResultTable {
  private final PrintStream out;

  ResultTable(PrintStream out) {
    this.out = out;
  }

  void header() {
    out.printf(
        "%-32s %3s %-10s %9s %9s %8s %8s %6s %6s %6s %8s  %s%n",
        "layer",
        "mb",
        "algorithm",
        "ours ms",
        "peer ms",
        "ours GF",
        "peer GF",
        "ratio",
        "peak",
        "nchw",
        "error",
        "peer's code");
  }

  void row(KernelResult r) {
    out.printf(
        "%-32s %3d %-10s %9s %9s %8s %8s %6s %6s %6s %8s  %s%n",
        r.list() + ":" + r.name(),
        r.batch(),
        r.algorithm(),
        number("%.3f", r.oursMs()),
        number("%.3f", r.peerMs()),
        number("%.1f", r.oursGflops()),
        number("%.1f", r.peerGflops()),
        number("%.2f", r.ratio()),
        number("%.2f", r.peakFraction()),
        number("%.2f", r.nchwRatio()),
        number("%.1e", r.maxRelativeError()),
        Objects.requireNonNullElse(r.peerImplementation(), "-"));
  }

  /** Geometric means of the ratios of each list at each batch; nothing where there is no peer. */
  void means(List<Layer> layers, List<KernelResult> results) {
    Map<String, Layer> byLine = new LinkedHashMap<>();
    layers.forEach(layer -> byLine.put(layer.line(), layer));
    out.printf("%n%-40s %3s %6s %8s %8s %8s%n", "list", "mb", "layers", "ratio", "least", "nchw");
    results.stream()
        .map(r -> new Group(r.list(), r.batch()))
        .distinct()
        .forEach(
            group -> {
              mean(group, "all", results, r -> true);
              mean(
                  group,
                  "3x3 stride 1, first layer apart",
                  results,
                  r -> byLine.get(r.spec()).isPlain3x3() && !byLine.get(r.spec()).isFirst());
            });
  }

  private void mean(
      Group group, String what, List<KernelResult> results, Predicate<KernelResult> wanted) {
    List<KernelResult> chosen =
        results.stream()
            .filter(r -> r.list().equals(group.list()) && r.batch() == group.batch())
            .filter(r -> r.ratio() != null)
            .filter(wanted)
            .toList();
    if (chosen.isEmpty()) {
      return;
    }
    KernelResult least =
        chosen.stream().min(Comparator.comparingDouble(KernelResult::ratio)).orElseThrow();
    out.printf(
        "%-40s %3d %6d %8s %8s %8s  least: %s%n",
        group.list() + ", " + what,
        group.batch(),
        chosen.size(),
        number("%.3f", geometricMean(chosen, KernelResult::ratio)),
        number("%.3f", least.ratio()),
        number("%.3f", geometricMean(chosen, KernelResult::nchwRatio)),
        least.name());
  }

  private static Double geometricMean(
      List<KernelResult> results, Function<KernelResult, Double> value) {
    if (results.stream().anyMatch(r -> value.apply(r) == null)) {
      return null;
    }
    double logarithms = results.stream().mapToDouble(r -> Math.log(value.apply(r))).sum();
    return Math.exp(logarithms / results.size());
  }

  private static String number(String format, Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }

  private record Group(String list, int batch) {}
}
