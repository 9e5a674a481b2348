package io.convoy.core.model;

import io.convoy.core.conv.Activation;
import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one operator of x · sigmoid(x); and of hard swish as exporters spell it, x ·
 * hardSigmoid(x), x · clip(x + 3, 0, 6) / 6 and x · (clip(x + 3, 0, 6) / 6).
 */
final class FuseSwish implements Pass {
  @Override
  public String name() {
    return "fuse swish";
  }

  /**
   * What a node and some before it compute together.
   *
   * @param parts those before it, of which each makes something for the next
   */
  private record Found(String operator, String x, List<Node> parts) {}

  @Override
  public void apply(Draft draft) {
    Map<String, Node> makers = draft.makers();
    for (int i = 0; i < draft.nodes.size(); i++) {
      Node node = draft.nodes.get(i);
      Optional<Found> found = find(makers, draft.constants, node);
      if (found.isPresent()) {
        Node made =
            new Node(
                node.name(),
                found.get().operator(),
                List.of(found.get().x()),
                node.outputs(),
                Attributes.NONE);
        draft.nodes.set(i, made);
        Node last = node;
        for (int part = found.get().parts().size() - 1; part >= 0; part--) {
          draft.cover(made, found.get().parts().get(part), last);
          last = made;
        }
      }
    }
  }

  /** Whether a node is the last of those that it makes one of. */
  static boolean makes(Graph graph, Node node) {
    return find(graph.makers(), graph.constants(), node).isPresent();
  }

  /** The tensor to start from instead of one that is computed in between; empty for others. */
  static Optional<String> insteadOf(Graph graph, String name) {
    Map<String, Node> makers = graph.makers();
    for (Node node : graph.nodes()) {
      Optional<Found> found = find(makers, graph.constants(), node);
      if (found.isPresent()
          && found.get().parts().stream().anyMatch(part -> part.output().equals(name))) {
        return Optional.of(node.output());
      }
    }
    return Optional.empty();
  }

  private static Optional<Found> find(
      Map<String, Node> makers, Map<String, Value> constants, Node node) {
    Optional<String> whole = sixth(constants, node);
    Node product = whole.isEmpty() ? null : makers.get(whole.get());
    if (product != null && product.operator().equals("Mul") && product.inputs().size() == 2) {
      for (int side = 0; side < 2; side++) {
        String x = product.input(1 - side);
        List<Node> gate = raised(makers, constants, product.input(side), x);
        if (!gate.isEmpty()) {
          return Optional.of(new Found("HardSwish", x, List.of(gate.get(0), gate.get(1), product)));
        }
      }
    }
    if (!node.operator().equals("Mul") || node.inputs().size() != 2) {
      return Optional.empty();
    }
    for (int side = 0; side < 2; side++) {
      String x = node.input(1 - side);
      Node gate = makers.get(node.input(side));
      if (gate == null) {
        continue;
      }
      if (gate.operator().equals("Sigmoid") && gate.input(0).equals(x)) {
        return Optional.of(new Found("Swish", x, List.of(gate)));
      }
      if (isHardSigmoid(gate) && gate.input(0).equals(x)) {
        return Optional.of(new Found("HardSwish", x, List.of(gate)));
      }
      List<Node> before =
          sixth(constants, gate).map(name -> raised(makers, constants, name, x)).orElse(List.of());
      if (!before.isEmpty()) {
        return Optional.of(new Found("HardSwish", x, List.of(before.get(0), before.get(1), gate)));
      }
    }
    return Optional.empty();
  }

  private static boolean isHardSigmoid(Node node) {
    return node.operator().equals("HardSigmoid")
        && Math.abs(node.attributes().real("alpha", 0.2f) - 1f / 6f) < 1e-6f
        && node.attributes().real("beta", 0.5f) == 0.5f;
  }

  /** What a node divides by six, if it does. */
  private static Optional<String> sixth(Map<String, Value> constants, Node node) {
    if (node.operator().equals("Div") && isNumber(constants, node.input(1), 6)) {
      return Optional.of(node.input(0));
    }
    for (int side = 0; side < 2 && node.operator().equals("Mul"); side++) {
      if (isNumber(constants, node.input(side), 1.0 / 6)) {
        return Optional.of(node.input(1 - side));
      }
    }
    return Optional.empty();
  }

  /** The sum and the clip that make clip(x + 3, 0, 6); none where a tensor is something else. */
  private static List<Node> raised(
      Map<String, Node> makers, Map<String, Value> constants, String tensor, String x) {
    Node clip = makers.get(tensor);
    if (clip == null
        || !clip.operator().equals("Clip")
        || !FuseTails.clip(constants, clip).equals(Optional.of(Activation.RELU6))) {
      return List.of();
    }
    Node sum = makers.get(clip.input(0));
    for (int side = 0; side < 2 && sum != null && sum.operator().equals("Add"); side++) {
      if (sum.input(side).equals(x) && isNumber(constants, sum.input(1 - side), 3)) {
        return List.of(sum, clip);
      }
    }
    return List.of();
  }

  private static boolean isNumber(Map<String, Value> constants, String name, double number) {
    Value value = constants.get(name);
    return value != null && value.elements() == 1 && Math.abs(value.real(0) - number) < 1e-6;
  }
}
