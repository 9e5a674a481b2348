package io.convoy.core.model.onnx;

import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.TensorInfo;
import io.convoy.core.model.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts nodes into an order in which each comes after those that it reads from: the file's, wherever
 * that is one.
 */
final class NodeOrder {
  private NodeOrder() {}

  static List<Node> sorted(
      List<Node> nodes, List<TensorInfo> inputs, Map<String, Value> constants) {
    Map<String, Integer> makers = makers(nodes, inputs, constants);
    int[] waiting = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    nodes.forEach(node -> readers.add(new ArrayList<>()));
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : nodes.get(i).inputs()) {
        Integer maker = makers.get(input);
        if (maker != null) {
          waiting[i]++;
          readers.get(maker).add(i);
        } else if (!input.isEmpty()
            && !constants.containsKey(input)
            && inputs.stream().noneMatch(known -> known.name().equals(input))) {
          throw new IllegalArgumentException(
              "a node reads a tensor that nothing makes, an initializer may be missing: node="
                  + nodes.get(i)
                  + ", tensor="
                  + input);
        }
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waiting.length; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    List<Node> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(nodes.get(next));
      for (int reader : readers.get(next)) {
        if (--waiting[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      throw new IllegalArgumentException(
          "a model must not read its own output, these nodes make a cycle: nodes="
              + cycle(nodes, makers, waiting));
    }
    return sorted;
  }

  private static Map<String, Integer> makers(
      List<Node> nodes, List<TensorInfo> inputs, Map<String, Value> constants) {
    Map<String, Integer> makers = new HashMap<>();
    Set<String> given = new HashSet<>(constants.keySet());
    inputs.forEach(input -> given.add(input.name()));
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (output.isEmpty()) {
          continue;
        }
        Integer before = makers.put(output, i);
        if (before != null || given.contains(output)) {
          throw new IllegalArgumentException(
              "a tensor must be made once: tensor="
                  + output
                  + ", nodes="
                  + (before == null ? "the model's input" : nodes.get(before))
                  + " and "
                  + nodes.get(i));
        }
      }
    }
    return makers;
  }

  /** The nodes of one cycle: walks backwards along unfinished nodes until one comes again. */
  private static List<Node> cycle(List<Node> nodes, Map<String, Integer> makers, int[] waiting) {
    int at = 0;
    while (waiting[at] == 0) {
      at++;
    }
    ArrayDeque<Integer> walked = new ArrayDeque<>();
    while (!walked.contains(at)) {
      walked.addFirst(at);
      int here = at;
      at =
          nodes.get(here).inputs().stream()
              .map(makers::get)
              .filter(maker -> maker != null && waiting[maker] > 0)
              .findFirst()
              .orElseThrow();
    }
    List<Node> cycle = new ArrayList<>();
    for (int node : walked) {
      cycle.add(nodes.get(node));
      if (node == at) {
        break;
      }
    }
    return cycle;
  }
}
