package io.convoy.core.model.graph;

import java.util.List;
import java.util.Objects;

/**
 * One operator applied to named tensors.
 *
 * @param name what the file calls it, or the operator and the first output where it has no name
 * @param operator the operator's ONNX name
 * @param inputs names of tensors; empty where an optional input is left out
 * @param outputs names of tensors; empty where an optional output is left out
 * @param tail what is done to the sums of a convolution on their way out; {@link Tail#NONE} in
 *     files
 */
public record Node(
    String name,
    String operator,
    List<String> inputs,
    List<String> outputs,
    Attributes attributes,
    Tail tail) {
  public Node {
    Objects.requireNonNull(name);
    Objects.requireNonNull(operator);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    Objects.requireNonNull(attributes);
    Objects.requireNonNull(tail);
  }

  public Node(
      String name,
      String operator,
      List<String> inputs,
      List<String> outputs,
      Attributes attributes) {
    this(name, operator, inputs, outputs, attributes, Tail.NONE);
  }

  /** The first output, by which a node without branches is known. */
  public String output() {
    return outputs.get(0);
  }

  /** The name of an input, or an empty text where it is left out. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  public Node withInputs(List<String> other) {
    return new Node(name, operator, other, outputs, attributes, tail);
  }

  public Node withOutputs(List<String> other) {
    return new Node(name, operator, inputs, other, attributes, tail);
  }

  public Node withTail(Tail other) {
    return new Node(name, operator, inputs, outputs, attributes, other);
  }

  /** Operator and name, as errors have it: {@code Conv "layer1/conv"}. */
  @Override
  public String toString() {
    return operator + " \"" + name + "\"";
  }
}
