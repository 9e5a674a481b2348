package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Value;
import java.util.List;

/**
 * A call that has been checked: what it makes, and how.
 *
 * @param outputs type and extents of each output
 * @param multiplyAdds products that are each followed by an addition; 0 where it does neither
 */
public record Prepared(List<TensorType> outputs, long multiplyAdds, Body body) {
  public Prepared {
    outputs = List.copyOf(outputs);
  }

  /** Computes. */
  @FunctionalInterface
  public interface Body {
    /**
     * @param inputs as the call has them; null where one is left out
     * @param outputs of the prepared types; every element is written
     */
    void run(Value[] inputs, Value[] outputs);
  }

  public static Prepared of(TensorType output, Body body) {
    return new Prepared(List.of(output), 0, body);
  }

  public static Prepared of(TensorType output, long multiplyAdds, Body body) {
    return new Prepared(List.of(output), multiplyAdds, body);
  }

  /** Computes into new tensors. */
  public Value[] run(Value... inputs) {
    Value[] made = new Value[outputs.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = outputs.get(i).zeros();
    }
    body.run(inputs, made);
    return made;
  }
}
