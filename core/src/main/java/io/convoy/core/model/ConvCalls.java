package io.convoy.core.model;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.Axis;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.Filter;
import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Operand;
import io.convoy.core.model.operator.Window;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Optional;

/** A Conv node as a problem of the kernels. */
final class ConvCalls {
  private ConvCalls() {}

  /** Whether the kernels can take it: weights known, one or two axes, no negative padding. */
  static boolean isKernel(Draft draft, Node node) {
    if (!draft.isConstant(node.input(1))
        || !node.input(2).isEmpty() && !draft.isConstant(node.input(2))) {
      return false;
    }
    Operand x = draft.operand(node.input(0));
    if (x.type() != DataType.FLOAT || x.rank() < 3 || x.rank() > 4) {
      return false;
    }
    Window window = window(draft, node);
    for (int d = 0; d < window.before().length; d++) {
      if (window.before()[d] < 0 || window.after()[d] < 0 || window.output()[d] < 1) {
        return false;
      }
    }
    return true;
  }

  static Window window(Draft draft, Node node) {
    int[] weights = draft.constants.get(node.input(1)).extents();
    int[] kernel = java.util.Arrays.copyOfRange(weights, 2, weights.length);
    return Window.of(draft.operand(node.input(0)), node.attributes(), kernel);
  }

  /** The problem for one image. */
  static ConvSpec spec(Draft draft, Node node) {
    Window window = window(draft, node);
    Value weights = draft.constants.get(node.input(1));
    boolean line = window.input().length == 1;
    return new ConvSpec(
        (int) node.attributes().number("group", 1),
        1,
        draft.extents(node.input(0))[1],
        weights.extent(0),
        line ? new Axis(1, 1, 1, 1, 0, 0) : axis(window, 0),
        axis(window, line ? 0 : 1),
        node.tail().activation(),
        "");
  }

  private static Axis axis(Window window, int d) {
    return Axis.withOutput(
        window.input()[d],
        window.kernel()[d],
        window.strides()[d],
        window.dilations()[d],
        window.before()[d],
        window.output()[d]);
  }

  static Filter filter(Draft draft, Node node, ConvSpec spec) {
    Tensor weights = new Tensor(spec.weightsShape(), draft.constants.get(node.input(1)).toFloats());
    Optional<Value> bias = draft.constant(node.input(2));
    return bias.isEmpty() ? Filter.of(weights) : new Filter(weights, bias.get().toFloats());
  }

  /** A product of {@code rows} vectors with a constant matrix, as a 1×1 convolution. */
  static ConvSpec product(int rows, int depth, int columns) {
    return new ConvSpec(
        1,
        1,
        depth,
        columns,
        new Axis(1, 1, 1, 1, 0, 0),
        new Axis(rows, 1, 1, 1, 0, 0),
        Activation.NONE,
        "");
  }

  /** Weights (columns, depth, 1, 1) of a constant matrix (depth, columns), or turned already. */
  static Filter matrix(Value b, boolean turned, float scale, float[] bias) {
    int depth = b.extent(turned ? 1 : 0);
    int columns = b.extent(turned ? 0 : 1);
    float[] source = b.toFloats();
    float[] weights = turned ? source : new float[source.length];
    for (int j = 0; j < columns && !turned; j++) {
      for (int k = 0; k < depth; k++) {
        weights[j * depth + k] = source[k * columns + j];
      }
    }
    for (int i = 0; scale != 1f && i < weights.length; i++) {
      weights[i] *= scale;
    }
    return new Filter(new Tensor(Shape.of(columns, depth, 1, 1), weights), bias);
  }
}
