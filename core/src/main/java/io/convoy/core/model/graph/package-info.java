/**
 * A network as a graph: nodes, named tensors, typed values of any rank. What ONNX says, without its
 * file format.
 *
 * <p>Values only: nothing here reads a file or computes a layer. Start at {@link
 * io.convoy.core.model.graph.Graph}. Depends on {@code tensor} and on {@code conv} for the name of
 * an activation.
 */
package io.convoy.core.model.graph;
