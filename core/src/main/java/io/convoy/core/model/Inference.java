package io.convoy.core.model;

import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Operand;
import io.convoy.core.model.operator.Prepared;
import io.convoy.core.model.operator.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Infers the type of every tensor and computes what is constant: the one place where shapes come
 * from.
 */
final class Inference {
  private Inference() {}

  /** A node that stays, and what its operator says of it. */
  record Inferred(Node node, Prepared prepared) {}

  /**
   * Fills in types and constants. A node that breaks a rule is left out together with all that read
   * from it, and its tensors are noted as broken: they matter only where they are wanted.
   */
  static List<Inferred> run(Draft draft) {
    List<Inferred> kept = new ArrayList<>();
    for (Node node : draft.nodes) {
      Optional<String> reason = unavailable(draft, node);
      if (reason.isPresent()) {
        node.outputs().forEach(output -> draft.broken.put(output, reason.get()));
        continue;
      }
      try {
        infer(draft, node, kept);
      } catch (IllegalArgumentException e) {
        String message = e.getMessage();
        node.outputs().forEach(output -> draft.broken.put(output, message));
      }
    }
    draft.nodes.clear();
    kept.forEach(inferred -> draft.nodes.add(inferred.node()));
    return kept;
  }

  private static void infer(Draft draft, Node node, List<Inferred> kept) {
    List<Operand> operands = draft.operands(node);
    Prepared prepared = Interpreter.prepare(draft.opset, node, operands);
    boolean shape = node.operator().equals("Shape") || node.operator().equals("Size");
    boolean constant = shape;
    if (!shape) {
      constant =
          operands.stream().allMatch(operand -> operand == null || operand.constant().isPresent());
    }
    List<String> outputs = node.outputs();
    if (constant) {
      Value[] inputs = new Value[operands.size()];
      for (int i = 0; i < inputs.length && !shape; i++) {
        inputs[i] = operands.get(i) == null ? null : operands.get(i).constant().orElseThrow();
      }
      Value[] made = Interpreter.compute(node, prepared, inputs);
      for (int i = 0; i < Math.min(made.length, outputs.size()); i++) {
        if (shape) {
          draft.constants.put(outputs.get(i), made[i]);
        } else {
          draft.make(outputs.get(i), made[i], node.inputs());
        }
        draft.types.put(outputs.get(i), prepared.outputs().get(i));
      }
      return;
    }
    for (int i = 0; i < Math.min(prepared.outputs().size(), outputs.size()); i++) {
      draft.types.put(outputs.get(i), prepared.outputs().get(i));
    }
    kept.add(new Inferred(node, prepared));
  }

  private static Optional<String> unavailable(Draft draft, Node node) {
    for (String input : node.inputs()) {
      if (draft.broken.containsKey(input)) {
        return Optional.of(draft.broken.get(input));
      }
      if (!input.isEmpty() && !draft.types.containsKey(input) && !draft.isConstant(input)) {
        return Optional.of(node + " needs a tensor that is not given: tensor=" + input);
      }
    }
    return Optional.empty();
  }

  /** Types of constants and inputs. */
  static void given(Draft draft, String input, TensorType type) {
    draft.types.put(input, type);
  }
}
