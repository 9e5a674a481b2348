package io.convoy.core.model;

import io.convoy.core.model.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a Concat that begins with all that an earlier one joined join that one instead: [a, b, c]
 * becomes [[a, b], c]. Exporters list every part of a dense block anew for each layer; chained,
 * each part lies in one place for all of them, and none is copied.
 */
final class ChainConcats implements Pass {
  @Override
  public String name() {
    return "chain concats";
  }

  @Override
  public void apply(Draft draft) {
    Map<List<String>, String> joined = new HashMap<>();
    for (int i = 0; i < draft.nodes.size(); i++) {
      Node node = draft.nodes.get(i);
      if (!node.operator().equals("Concat") || node.attributes().number("axis", 1) != 1) {
        continue;
      }
      List<String> parts = node.inputs();
      for (int count = parts.size(); count > 1; count--) {
        String earlier = joined.get(parts.subList(0, count));
        if (earlier != null) {
          List<String> chained = new ArrayList<>(List.of(earlier));
          chained.addAll(parts.subList(count, parts.size()));
          draft.nodes.set(i, node.withInputs(chained));
          break;
        }
      }
      joined.putIfAbsent(parts, node.output());
    }
  }
}
