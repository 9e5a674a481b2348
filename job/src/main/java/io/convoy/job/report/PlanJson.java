package io.convoy.job.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.core.cost.Machine;
import io.convoy.core.model.RowBands;
import io.convoy.core.model.StepFacts;
import io.convoy.job.plan.Choice;
import io.convoy.job.plan.MemoryLimit;
import io.convoy.job.plan.NetworkPlan;
import io.convoy.job.plan.PlannedStep;
import io.convoy.job.plan.Prediction;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.TaskMemory;

/** A plan as JSON: what {@code plan --json} prints, and the plan in a run's report. */
public final class PlanJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private PlanJson() {}

  /** The whole plan as text. */
  public static String text(RunPlan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("records", plan.records());
    root.put("unfit", plan.unfit());
    fill(root, plan);
    if (plan instanceof NetworkPlan network) {
      root.set("steps", steps(network));
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers are JSON", e);
    }
  }

  /** Puts algorithm, grid, arithmetic, bytes, memory and seconds of a plan into an object. */
  static void fill(ObjectNode node, RunPlan plan) {
    node.set("algorithms", JSON.valueToTree(plan.algorithms()));
    node.put("grid", plan.grid().toString());
    node.put("tasks", plan.tasks());
    node.put("cores", plan.cores());
    node.put("input", plan.input().toString());
    node.put("output", plan.outputs());
    node.put("multiplyAdds", plan.work().multiplyAdds());
    node.put("multiplications", plan.multiplications());
    node.put("bytesRead", plan.work().bytesRead());
    node.put("taskMemoryBytes", plan.memory().total());
    node.set("taskMemory", memory(plan.memory()));
    node.put("packedWeightsBytes", plan.packedBytes());
    plan.forecast().ifPresent(choice -> fill(node, choice));
    if (plan instanceof NetworkPlan network) {
      node.put("batch", network.batch().images());
      node.put("arenaBytes", network.batch().arenaBytes());
      network.batch().bands().ifPresent(bands -> node.set("bands", bands(bands, network)));
      node.put("imageMilliseconds", 1e3 * network.imageSeconds());
      node.put("imagesPerSecondOfACore", 1 / network.imageSeconds());
      node.put("imagesPerSecond", network.imagesPerSecond());
    }
  }

  private static ArrayNode steps(NetworkPlan plan) {
    ArrayNode steps = JSON.createArrayNode();
    for (PlannedStep planned : plan.steps()) {
      StepFacts facts = planned.facts();
      ObjectNode step = steps.addObject();
      step.put("tensor", facts.tensor());
      step.put("operator", facts.operator());
      step.put("algorithm", facts.algorithm());
      step.put("shape", facts.shape().toString());
      step.put("multiplyAdds", facts.work().multiplyAdds());
      step.put("bytesRead", facts.work().bytesRead());
      step.put("bytesWritten", facts.work().bytesWritten());
      step.put("milliseconds", 1e3 * planned.seconds());
      step.put("spec", facts.spec());
      step.put("timesComputed", facts.times());
    }
    return steps;
  }

  private static ObjectNode bands(RowBands bands, NetworkPlan plan) {
    ObjectNode node = JSON.createObjectNode();
    node.put("count", bands.count());
    node.put("rows", bands.rows());
    node.put("steps", bands.steps());
    node.put("until", bands.until());
    node.set("kept", JSON.valueToTree(bands.kept()));
    node.put("extraMultiplyAdds", bands.extraMultiplyAdds());
    node.put("extraShare", plan.extraShare());
    return node;
  }

  private static void fill(ObjectNode node, Choice choice) {
    Prediction chosen = choice.chosen();
    node.put("executors", choice.resources().executors());
    node.put("why", choice.why());
    choice
        .runnerUp()
        .ifPresent(
            other -> {
              ObjectNode second = node.putObject("runnerUp");
              second.put("grid", other.grid().toString());
              second.put("seconds", other.wall());
              second.put("taskMemoryBytes", other.memory().total());
            });
    node.put("bytesShuffled", chosen.shuffledBytes());
    node.put("bytesWritten", chosen.writtenBytes());
    MemoryLimit limit = choice.resources().limit();
    if (!limit.equals(MemoryLimit.NONE)) {
      node.put("taskMemoryLimitBytes", limit.bytes());
    }
    node.put("driverBytes", chosen.driverBytes());
    node.set("seconds", seconds(chosen));
    Machine machine = choice.resources().machine();
    ObjectNode measured = node.putObject("machine");
    measured.put("processor", machine.processor());
    measured.put("measuredInAHurry", machine.quick());
    measured.put("gflopsPerCore", 2 * machine.core().multiplyAdds() / 1e9);
  }

  /** Of a task, place by place. */
  static ObjectNode memory(TaskMemory memory) {
    ObjectNode node = JSON.createObjectNode();
    node.put("decode", memory.decode());
    node.put("input", memory.input());
    node.put("output", memory.output());
    node.put("scratchpad", memory.scratchpad());
    node.put("writer", memory.writer());
    node.put("weights", memory.weights());
    return node;
  }

  private static ObjectNode seconds(Prediction prediction) {
    ObjectNode seconds = JSON.createObjectNode();
    seconds.put("elapsed", prediction.wall());
    seconds.put("list", prediction.list());
    seconds.put("decode", prediction.decode());
    seconds.put("convolve", prediction.convolve());
    seconds.put("shuffle", prediction.shuffle());
    seconds.put("write", prediction.write());
    seconds.put("start", prediction.start());
    seconds.put("commit", prediction.commit());
    return seconds;
  }
}
