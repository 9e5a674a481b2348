package io.convoy.core.model;

import io.convoy.core.model.graph.Node;
import java.util.Arrays;
import java.util.List;

/** Takes nodes away that hand their input on: Identity, Dropout, casts and reshapes to the same. */
final class DropIdentities implements Pass {
  @Override
  public String name() {
    return "drop identities";
  }

  @Override
  public void apply(Draft draft) {
    for (Node node : List.copyOf(draft.nodes)) {
      if (draft.isConstant(node.input(0)) || !isIdentity(draft, node)) {
        continue;
      }
      // By its present inputs: an identity before it may have been dropped.
      Node present =
          draft.nodes.stream().filter(n -> n.output().equals(node.output())).findFirst().get();
      draft.nodes.remove(present);
      draft.rename(present.output(), present.input(0));
    }
  }

  private static boolean isIdentity(Draft draft, Node node) {
    if (node.outputs().size() > 1 && draft.reads().containsKey(node.outputs().get(1))) {
      return false;
    }
    return switch (node.operator()) {
      case "Identity", "Dropout" -> true;
      case "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast", "Expand" ->
          Arrays.equals(draft.extents(node.input(0)), draft.extents(node.output()))
              && draft.types.get(node.input(0)).type() == draft.types.get(node.output()).type();
      case "Concat", "Sum", "Max", "Min" -> node.inputs().size() == 1;
      case "Pad" ->
          Arrays.equals(draft.extents(node.input(0)), draft.extents(node.output()))
              && node.attributes().text("mode", "constant").equals("constant");
      default -> false;
    };
  }
}
