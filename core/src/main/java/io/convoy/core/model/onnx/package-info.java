/**
 * ONNX's file format: from bytes to a {@link io.convoy.core.model.graph.Graph}.
 *
 * <p>The only part of {@code model} that reads files; computes nothing. Start at {@link
 * io.convoy.core.model.onnx.OnnxFile}. Depends on {@code graph} and on protobuf's reader of single
 * fields.
 */
package io.convoy.core.model.onnx;
