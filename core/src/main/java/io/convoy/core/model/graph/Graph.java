package io.convoy.core.model.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes in an order in which each comes after those whose tensors it reads, the constants that they
 * read, and what goes in and out. Immutable.
 *
 * @param opset the version of ONNX's own operators that the nodes mean
 * @param constants tensors that are known before any input is
 */
public record Graph(
    int opset,
    List<TensorInfo> inputs,
    List<String> outputs,
    List<Node> nodes,
    Map<String, Value> constants) {
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
  }

  public Graph withOutputs(List<String> other) {
    return new Graph(opset, inputs, other, nodes, constants);
  }

  /** The node that makes each tensor. */
  public Map<String, Node> makers() {
    Map<String, Node> makers = new HashMap<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          makers.put(output, node);
        }
      }
    }
    return makers;
  }

  /** The nodes that read each tensor, a node once for each time it does; tails included. */
  public Map<String, List<Node>> readers() {
    Map<String, List<Node>> readers = new HashMap<>();
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        if (!input.isEmpty()) {
          readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
        }
      }
      if (!node.tail().residual().isEmpty()) {
        readers.computeIfAbsent(node.tail().residual(), name -> new ArrayList<>()).add(node);
      }
    }
    return readers;
  }

  /** Every tensor that isn't constant, inputs first, in the order in which nodes make them. */
  public List<String> tensors() {
    List<String> names = new ArrayList<>();
    inputs.forEach(input -> names.add(input.name()));
    nodes.forEach(
        node -> node.outputs().stream().filter(name -> !name.isEmpty()).forEach(names::add));
    return names;
  }
}
