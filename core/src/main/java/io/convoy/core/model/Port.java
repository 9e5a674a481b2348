package io.convoy.core.model;

import io.convoy.core.tensor.Shape;

/**
 * Where numbers go into a network or come out.
 *
 * @param name what the caller called it: the tensor's ONNX name, with {@code :avg} or {@code :max}
 *     behind it where it is pooled
 * @param shape the extents of one image, without the batch: (C, H, W) for maps, (C) for vectors
 */
public record Port(String name, Shape shape) {}
