package io.convoy.core.model;

import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Call;
import io.convoy.core.model.operator.Operand;
import io.convoy.core.model.operator.Operator;
import io.convoy.core.model.operator.Operators;
import io.convoy.core.model.operator.Prepared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a graph node by node, as ONNX defines it: slow, and what everything faster is held to. */
final class Interpreter {
  private Interpreter() {}

  /**
   * Every tensor of the graph, constants included.
   *
   * @throws IllegalArgumentException where a node breaks a rule; names the node
   */
  static Map<String, Value> run(Graph graph, Map<String, Value> inputs) {
    Map<String, Value> tensors = new HashMap<>(graph.constants());
    tensors.putAll(inputs);
    for (Node node : graph.nodes()) {
      List<Operand> operands = new ArrayList<>();
      Value[] values = new Value[node.inputs().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = tensors.get(node.inputs().get(i));
        operands.add(values[i] == null ? null : Operand.of(node.inputs().get(i), values[i]));
      }
      Prepared prepared = prepare(graph.opset(), node, operands);
      Value[] made = compute(node, prepared, values);
      for (int i = 0; i < Math.min(made.length, node.outputs().size()); i++) {
        tensors.put(node.outputs().get(i), made[i]);
      }
    }
    return tensors;
  }

  /** Checks a node and infers what it makes; errors name it. */
  static Prepared prepare(int opset, Node node, List<Operand> operands) {
    Operator operator = Operators.named(node.operator()).orElseThrow(() -> unknown(node));
    try {
      return operator.prepare(new Call(opset, node.attributes(), operands, node.outputs().size()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(node + ": " + e.getMessage(), e);
    }
  }

  static Value[] compute(Node node, Prepared prepared, Value[] inputs) {
    try {
      return prepared.run(inputs);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(node + ": " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException unknown(Node node) {
    String name = node.operator();
    if (name.startsWith("QLinear") || name.endsWith("Integer") || name.contains("Quantize")) {
      return new IllegalArgumentException(
          node + ": int8 models are not supported, export the model in single precision");
    }
    return new IllegalArgumentException(node + ": the operator is not supported");
  }
}
