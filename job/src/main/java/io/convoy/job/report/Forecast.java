package io.convoy.job.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.job.execute.Phase;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.plan.Prediction;
import io.convoy.job.plan.TaskMemory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was predicted of a run beside what was measured.
 *
 * @param figures by name: {@code elapsed}, the phases and {@code taskMemory}
 * @param places of the task's memory, by name
 */
public record Forecast(Map<String, Figure> figures, Map<String, Figure> places) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One figure, predicted and measured. */
  public record Figure(double predicted, double measured) {
    /** Predicted over measured; NaN where nothing was measured. */
    public double ratio() {
      return measured == 0 ? Double.NaN : predicted / measured;
    }
  }

  /** Seconds and bytes of a run; empty where nothing was predicted. */
  public static Optional<Forecast> of(RunSummary summary) {
    return summary.plan().forecast().map(choice -> of(choice.chosen(), summary));
  }

  private static Forecast of(Prediction predicted, RunSummary summary) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("elapsed", new Figure(predicted.wall(), seconds(summary.elapsed())));
    for (Phase phase : Phase.values()) {
      figures.put(
          phase.name().toLowerCase(Locale.ROOT),
          new Figure(
              seconds(predicted, phase),
              seconds(summary.phases().getOrDefault(phase, Duration.ZERO))));
    }
    TaskMemory taken = summary.memory();
    figures.put("taskMemory", new Figure(predicted.memory().total(), taken.total()));
    // Where two stages need about as much, either may be the one that was predicted to need most.
    TaskMemory planned = predicted.stages().ofStage(taken);
    Map<String, Figure> places = new LinkedHashMap<>();
    places.put("decode", new Figure(planned.decode(), taken.decode()));
    places.put("input", new Figure(planned.input(), taken.input()));
    places.put("output", new Figure(planned.output(), taken.output()));
    places.put("scratchpad", new Figure(planned.scratchpad(), taken.scratchpad()));
    places.put("writer", new Figure(planned.writer(), taken.writer()));
    places.put("weights", new Figure(planned.weights(), taken.weights()));
    return new Forecast(figures, places);
  }

  /** Time and memory of the whole, in a line. */
  String line() {
    Figure elapsed = figures.get("elapsed");
    Figure memory = figures.get("taskMemory");
    return String.format(
        Locale.ROOT,
        "predicted %s and took %s (ratio %.2f); memory of a task predicted %s, taken %s (ratio %.2f)",
        Quantity.seconds(elapsed.predicted()),
        Quantity.seconds(elapsed.measured()),
        elapsed.ratio(),
        Quantity.bytes((long) memory.predicted()),
        Quantity.bytes((long) memory.measured()),
        memory.ratio());
  }

  /** Every figure: predicted, measured, and their ratio where there is one. */
  ObjectNode json() {
    ObjectNode node = json(figures);
    node.set("places", json(places));
    return node;
  }

  private static ObjectNode json(Map<String, Figure> figures) {
    ObjectNode node = JSON.createObjectNode();
    figures.forEach(
        (name, figure) -> {
          ObjectNode entry = node.putObject(name);
          entry.put("predicted", figure.predicted());
          entry.put("measured", figure.measured());
          if (Double.isFinite(figure.ratio())) {
            entry.put("ratio", figure.ratio());
          }
        });
    return node;
  }

  private static double seconds(Prediction predicted, Phase phase) {
    return switch (phase) {
      case LIST -> predicted.list();
      case DECODE -> predicted.decode();
      case CONVOLVE -> predicted.convolve();
      case SHUFFLE -> predicted.shuffle();
      case WRITE -> predicted.write();
    };
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
