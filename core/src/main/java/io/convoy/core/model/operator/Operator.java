package io.convoy.core.model.operator;

/**
 * One operator of ONNX: which shapes it makes of which, and its numbers, computed plainly.
 *
 * <p>Stateless. The order in which numbers are added is fixed, so that the result is the same on
 * every JVM.
 */
public interface Operator {
  /** Its ONNX name. */
  String name();

  /**
   * Checks a call and infers what it makes. Everything that inference needs is there: types and
   * extents of the inputs, and the numbers of those that are constant.
   *
   * @throws IllegalArgumentException with the rule that the call breaks; who calls adds the node
   */
  Prepared prepare(Call call);
}
