package io.convoy.core.bench;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Call;
import io.convoy.core.model.operator.Curve;
import io.convoy.core.model.operator.Operand;
import io.convoy.core.model.operator.Operators;
import io.convoy.core.model.operator.Prepared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * A network computed in double precision, operator by operator as ONNX defines them: what two
 * computations in single precision are both measured by. Slow.
 */
final class DoubleNetwork {
  private DoubleNetwork() {}

  /** Every tensor of the network, of one image. */
  static Map<String, Value> run(NetworkFile file, float[] image) {
    Graph graph = file.model().graph();
    Map<String, Value> tensors = new HashMap<>();
    graph.constants().forEach((name, value) -> tensors.put(name, widened(value)));
    int[] extents = file.image().prepend(1).extents();
    tensors.put(file.input(), widened(Value.floats(image, extents)));
    for (Node node : graph.nodes()) {
      List<Operand> operands = new ArrayList<>();
      Value[] inputs = new Value[node.inputs().size()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = tensors.get(node.inputs().get(i));
        operands.add(inputs[i] == null ? null : Operand.of(node.inputs().get(i), inputs[i]));
      }
      Value[] made = run(graph.opset(), node, operands, inputs);
      for (int i = 0; i < Math.min(made.length, node.outputs().size()); i++) {
        tensors.put(node.outputs().get(i), widened(made[i]));
      }
    }
    return tensors;
  }

  private static Value[] run(int opset, Node node, List<Operand> operands, Value[] inputs) {
    Call call = new Call(opset, node.attributes(), operands, node.outputs().size());
    Optional<Curve> curve = Operators.curve(node.operator(), call);
    if (curve.isEmpty()) {
      Prepared prepared = Operators.named(node.operator()).orElseThrow().prepare(call);
      return prepared.run(inputs);
    }
    DoubleUnaryOperator function =
        switch (node.operator()) {
          case "Sigmoid" -> x -> 1 / (1 + Math.exp(-x));
          case "Exp" -> Math::exp;
          case "Sqrt" -> Math::sqrt;
          case "Relu" -> x -> Math.max(x, 0);
          case "HardSigmoid" -> {
            double alpha = node.attributes().real("alpha", 0.2f);
            double beta = node.attributes().real("beta", 0.5f);
            yield x -> Math.min(1, Math.max(0, x * alpha + beta));
          }
          default ->
              throw new IllegalStateException(
                  "an operator has no definition in double precision here: " + node);
        };
    Value made = Value.zeros(DataType.DOUBLE, inputs[0].extents());
    for (int i = 0; i < made.elements(); i++) {
      made.set(i, function.applyAsDouble(inputs[0].real(i)));
    }
    return new Value[] {made};
  }

  private static Value widened(Value value) {
    if (value.type() != DataType.FLOAT) {
      return value;
    }
    Value wide = Value.zeros(DataType.DOUBLE, value.extents());
    for (int i = 0; i < wide.elements(); i++) {
      wide.set(i, value.real(i));
    }
    return wide;
  }

  /** The largest difference, over the range of what is expected; zero belongs to the range. */
  static double difference(float[] actual, Value expected) {
    double low = 0;
    double high = 0;
    double error = 0;
    for (int i = 0; i < actual.length; i++) {
      double e = expected.real(i);
      low = Math.min(low, e);
      high = Math.max(high, e);
      error = Math.max(error, Math.abs(actual[i] - e));
    }
    return error == 0 ? 0 : error / (high - low);
  }
}
