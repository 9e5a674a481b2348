package io.convoy.core.model.graph;

import io.convoy.core.conv.Activation;

/**
 * What a convolution does to its sums on their way out: adds another tensor, then applies a
 * function.
 *
 * @param residual the name of the tensor that is added, or empty
 */
public record Tail(String residual, Activation activation) {
  public static final Tail NONE = new Tail("", Activation.NONE);

  public boolean isNone() {
    return equals(NONE);
  }
}
