/**
 * Whole networks: an ONNX model read, compiled and run.
 *
 * <p>Start at {@link io.convoy.core.model.Model} (the file) and {@link
 * io.convoy.core.model.Network} (made ready for images of a size). Below it: {@code graph} (nodes
 * and tensors), {@code onnx} (the file format; the only part that reads files), {@code operator}
 * (what each operator means, computed plainly; how to add one stands in the README beside this
 * file).
 */
package io.convoy.core.model;
