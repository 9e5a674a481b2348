/**
 * What a tensor is: its {@link io.convoy.core.tensor.Shape}, its {@link
 * io.convoy.core.tensor.Layout}, its numbers, and the way from one layout to another.
 *
 * <p>Two classes carry numbers. {@link io.convoy.core.tensor.Tensor} is a whole tensor in row-major
 * order, as files hold it: a photo (C, H, W), a batch (N, C, H, W), weights (O, I, KH, KW). {@link
 * io.convoy.core.tensor.Block} is a box cut out of a batch of images in the kernels' working
 * layout, channels last, and remembers where in the batch it lies; kernels read and write blocks,
 * and blocks are what is shuffled. {@link io.convoy.core.tensor.Reorder} goes between the two.
 *
 * <p>Depends on nothing. No arithmetic lives here, and no file is read.
 */
package io.convoy.core.tensor;
