package io.convoy.core.model;

import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Operand;
import io.convoy.core.model.operator.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph while passes change it: nodes in order, constants, and the type of every tensor for a
 * batch of one image.
 */
final class Draft {
  final int opset;
  final List<Node> nodes;
  final Map<String, Value> constants;
  final Map<String, TensorType> types = new HashMap<>();

  /** The tensors that are wanted, each under its present name. */
  final List<String> ports;

  /** The constants whose numbers are the file's, whatever the sizes of the inputs. */
  private final Set<String> fixed = new HashSet<>();

  /** Why a tensor can't be made, for those that can't. */
  final Map<String, String> broken = new LinkedHashMap<>();

  /** The nodes of the file that the maker of a tensor stands for. */
  private final Map<String, List<String>> covers = new HashMap<>();

  Draft(int opset, List<Node> nodes, Map<String, Value> constants, List<String> ports) {
    this.opset = opset;
    this.nodes = new ArrayList<>(nodes);
    this.constants = new HashMap<>(constants);
    this.fixed.addAll(constants.keySet());
    this.ports = new ArrayList<>(ports);
  }

  int[] extents(String tensor) {
    return types.get(tensor).extents();
  }

  boolean isConstant(String tensor) {
    return constants.containsKey(tensor);
  }

  Optional<Value> constant(String tensor) {
    return Optional.ofNullable(constants.get(tensor));
  }

  /** Whether all of these are constants that don't depend on the sizes of the inputs. */
  boolean isFixed(List<String> tensors) {
    return tensors.stream().allMatch(tensor -> tensor.isEmpty() || fixed.contains(tensor));
  }

  /** Adds a constant that is made of others. */
  void make(String tensor, Value value, List<String> sources) {
    constants.put(tensor, value);
    if (isFixed(sources)) {
      fixed.add(tensor);
    }
  }

  /** A tensor as operators see it; null where an input is left out. */
  Operand operand(String tensor) {
    if (tensor.isEmpty()) {
      return null;
    }
    Value constant = constants.get(tensor);
    return constant != null ? Operand.of(tensor, constant) : Operand.of(tensor, types.get(tensor));
  }

  List<Operand> operands(Node node) {
    List<Operand> operands = new ArrayList<>();
    node.inputs().forEach(input -> operands.add(operand(input)));
    return operands;
  }

  Map<String, Node> makers() {
    Map<String, Node> makers = new HashMap<>();
    nodes.forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
    return makers;
  }

  /** How often each tensor is read by nodes, tails included; being wanted doesn't count. */
  Map<String, Integer> reads() {
    Map<String, Integer> reads = new HashMap<>();
    for (Node node : nodes) {
      node.inputs().forEach(input -> reads.merge(input, 1, Integer::sum));
      reads.merge(node.tail().residual(), 1, Integer::sum);
    }
    return reads;
  }

  List<String> covers(Node node) {
    return covers.getOrDefault(node.output(), List.of(node.name()));
  }

  /** Notes that {@code made} stands for what both nodes did. */
  void cover(Node made, Node first, Node second) {
    List<String> all = new ArrayList<>(covers(first));
    all.addAll(covers(second));
    covers.put(made.output(), List.copyOf(all));
  }

  /** Reads {@code source} wherever {@code tensor} was read or wanted. */
  void rename(String tensor, String source) {
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (node.inputs().contains(tensor)) {
        nodes.set(
            i,
            node.withInputs(
                node.inputs().stream().map(in -> in.equals(tensor) ? source : in).toList()));
      }
    }
    ports.replaceAll(port -> port.equals(tensor) ? source : port);
  }
}
