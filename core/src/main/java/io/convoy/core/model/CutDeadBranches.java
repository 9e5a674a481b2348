package io.convoy.core.model;

import io.convoy.core.model.graph.Node;
import java.util.HashSet;
import java.util.Set;

/** Takes nodes away from which no way leads to what is wanted. */
final class CutDeadBranches implements Pass {
  @Override
  public String name() {
    return "cut dead branches";
  }

  @Override
  public void apply(Draft draft) {
    Set<String> needed = new HashSet<>(draft.ports);
    for (int i = draft.nodes.size() - 1; i >= 0; i--) {
      Node node = draft.nodes.get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
        needed.add(node.tail().residual());
      } else {
        draft.nodes.remove(i);
      }
    }
  }
}
