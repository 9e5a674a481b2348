package io.convoy.core.model;

import io.convoy.core.cost.Work;
import io.convoy.core.tensor.Shape;
import java.util.List;

/**
 * What is really run: one step of a compiled network.
 *
 * @param tensor the ONNX name of the tensor that it makes
 * @param operator what it does, {@code Conv} for instance
 * @param algorithm the kernel of a convolution, otherwise how the operator is computed: {@code
 *     channels-last} or {@code plain}
 * @param shape the extents of one image of what it makes
 * @param work for one image
 * @param operations what it computes of one image besides products, in multiply-adds that would
 *     take as long
 * @param covers the nodes of the file that it stands for, by name
 * @param spec the convolution in its one-line notation, for one image, or empty
 * @param cachedBytes bytes of {@code work} that stay in the second cache, for the step is run by
 *     bands with its neighbours
 * @param times how often each row is computed, on average: more than once where bands of rows
 *     overlap; {@code work} and {@code operations} are those of once
 */
public record StepFacts(
    String tensor,
    String operator,
    String algorithm,
    Shape shape,
    Work work,
    long operations,
    List<String> covers,
    String spec,
    long cachedBytes,
    double times) {
  public StepFacts {
    covers = List.copyOf(covers);
  }

  /** Of a step that computes each row once, all of them before the next step. */
  StepFacts(
      String tensor,
      String operator,
      String algorithm,
      Shape shape,
      Work work,
      long operations,
      List<String> covers,
      String spec) {
    this(tensor, operator, algorithm, shape, work, operations, covers, spec, 0, 1);
  }

  /** The same step, with rows that are computed more than once. */
  StepFacts computed(double newTimes) {
    return with(cachedBytes, newTimes);
  }

  /** The same step, with bytes that stay in the second cache. */
  StepFacts cached(long bytes) {
    return with(bytes, times);
  }

  private StepFacts with(long newCachedBytes, double newTimes) {
    return new StepFacts(
        tensor,
        operator,
        algorithm,
        shape,
        work,
        operations,
        covers,
        spec,
        newCachedBytes,
        newTimes);
  }
}
