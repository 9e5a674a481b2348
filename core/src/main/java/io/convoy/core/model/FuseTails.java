package io.convoy.core.model;

import io.convoy.core.conv.Activation;
import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Tail;
import io.convoy.core.model.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets convolutions, sums and batch norms apply the activation behind them, and convolutions add
 * the residual before it. Changes no bit: the numbers are the same, they only don't travel through
 * memory.
 */
final class FuseTails implements Pass {
  @Override
  public String name() {
    return "fuse residuals and activations";
  }

  @Override
  public void apply(Draft draft) {
    for (int i = 0; i < draft.nodes.size(); i++) {
      Node node = draft.nodes.get(i);
      Optional<Node> fused = residual(draft, node).or(() -> activated(draft, node));
      if (fused.isPresent()) {
        Node made = fused.get();
        Node before =
            draft.nodes.stream()
                .filter(n -> n.name().equals(made.name()) && n.operator().equals(made.operator()))
                .filter(n -> node.inputs().contains(n.output()))
                .findFirst()
                .orElseThrow();
        draft.cover(made, before, node);
        draft.nodes.set(i, made);
        draft.nodes.remove(before);
        i--;
      }
    }
  }

  /** The convolution before a sum, with the other summand as residual. */
  private static Optional<Node> residual(Draft draft, Node node) {
    if (!node.operator().equals("Add") || node.inputs().size() != 2 || !node.tail().isNone()) {
      return Optional.empty();
    }
    for (int side = 1; side >= 0; side--) {
      String sums = node.input(side);
      String other = node.input(1 - side);
      Node conv = draft.makers().get(sums);
      if (conv != null
          && isKernel(draft, conv)
          && conv.tail().isNone()
          && onlyHere(draft, sums)
          && !other.equals(sums)
          && !draft.isConstant(other)
          && Arrays.equals(draft.extents(sums), draft.extents(other))) {
        return Optional.of(
            conv.withTail(new Tail(other, Activation.NONE)).withOutputs(node.outputs()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Node> activated(Draft draft, Node node) {
    Optional<Activation> activation = activation(draft, node);
    Node before = draft.makers().get(node.input(0));
    if (activation.isEmpty()
        || before == null
        || before.tail().activation().kind() != Activation.Kind.NONE
        || !onlyHere(draft, node.input(0))) {
      return Optional.empty();
    }
    boolean takes =
        isKernel(draft, before)
            || before.operator().equals("ConvTranspose")
            || before.operator().equals(FoldAffine.AFFINE)
            || before.operator().equals("Add");
    return takes
        ? Optional.of(
            before
                .withTail(new Tail(before.tail().residual(), activation.get()))
                .withOutputs(node.outputs()))
        : Optional.empty();
  }

  /** Whether a kernel of ours computes it, which has a tail. */
  private static boolean isKernel(Draft draft, Node node) {
    return node.operator().equals("Conv") && ConvCalls.isKernel(draft, node);
  }

  private static boolean onlyHere(Draft draft, String tensor) {
    return draft.reads().getOrDefault(tensor, 0) == 1 && !draft.ports.contains(tensor);
  }

  /** The activation of a node that the tails know. */
  static Optional<Activation> activation(Draft draft, Node node) {
    if (draft.types.get(node.output()).type() != DataType.FLOAT) {
      return Optional.empty();
    }
    return switch (node.operator()) {
      case "Relu" -> Optional.of(Activation.RELU);
      case "LeakyRelu" -> Optional.of(Activation.leakyRelu(node.attributes().real("alpha", 0.01f)));
      case "HardSwish" -> Optional.of(Activation.parse("hard_swish"));
      case "Clip" -> clip(draft.constants, node);
      default -> Optional.empty();
    };
  }

  static Optional<Activation> clip(Map<String, Value> constants, Node node) {
    List<String> bounds = node.inputs().subList(1, node.inputs().size());
    if (bounds.stream().anyMatch(name -> !name.isEmpty() && !constants.containsKey(name))) {
      return Optional.empty();
    }
    float low = node.attributes().real("min", Float.NEGATIVE_INFINITY);
    float high = node.attributes().real("max", Float.POSITIVE_INFINITY);
    if (!node.input(1).isEmpty()) {
      low = (float) constants.get(node.input(1)).real(0);
    }
    if (!node.input(2).isEmpty()) {
      high = (float) constants.get(node.input(2)).real(0);
    }
    return low <= high ? Optional.of(Activation.clip(low, high)) : Optional.empty();
  }
}
