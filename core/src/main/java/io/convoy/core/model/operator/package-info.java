/**
 * What each operator of ONNX means: the shapes that it makes and its numbers, computed plainly and
 * in a fixed order. Folding, inference and everything that no faster way is known for go through
 * here.
 *
 * <p>Start at {@link io.convoy.core.model.operator.Operators}, the list. Depends on {@code graph}
 * only.
 */
package io.convoy.core.model.operator;
