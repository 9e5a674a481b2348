package io.convoy.core.model;

import io.convoy.core.cost.Work;
import io.convoy.core.tensor.Shape;

/**
 * A tensor of the model as the file has it, and what it costs to make.
 *
 * @param name the tensor's ONNX name
 * @param node what the file calls the node that makes it
 * @param operator the node's operator
 * @param shape the extents of one image
 * @param work for one image
 */
public record Layer(String name, String node, String operator, Shape shape, Work work) {}
