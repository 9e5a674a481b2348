package io.convoy.core.model;

import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.Node;
import java.util.List;
import java.util.Map;

/** Makes one operator of x · sigmoid(x), and of x · hardSigmoid(x) with the slope of hard swish. */
final class FuseSwish implements Pass {
  @Override
  public String name() {
    return "fuse swish";
  }

  @Override
  public void apply(Draft draft) {
    Map<String, Node> makers = draft.makers();
    for (int i = 0; i < draft.nodes.size(); i++) {
      Node node = draft.nodes.get(i);
      if (!node.operator().equals("Mul") || node.inputs().size() != 2) {
        continue;
      }
      for (int side = 0; side < 2; side++) {
        String x = node.input(1 - side);
        Node gate = makers.get(node.input(side));
        if (gate == null || !gate.input(0).equals(x)) {
          continue;
        }
        boolean swish = gate.operator().equals("Sigmoid");
        boolean hard =
            gate.operator().equals("HardSigmoid")
                && Math.abs(gate.attributes().real("alpha", 0.2f) - 1f / 6f) < 1e-6f
                && gate.attributes().real("beta", 0.5f) == 0.5f;
        if (swish || hard) {
          Node made =
              new Node(
                  node.name(),
                  swish ? "Swish" : "HardSwish",
                  List.of(x),
                  node.outputs(),
                  Attributes.NONE);
          draft.nodes.set(i, made);
          draft.cover(made, gate, node);
          break;
        }
      }
    }
  }
}
