/**
 * Convolution: what is to be computed, the kernels that compute it, and the one list that orders
 * them.
 *
 * <p>"Convolution" means cross-correlation here, as it does in ONNX, PyTorch and every other
 * framework: the kernel is not flipped.
 *
 * <pre>
 * y[n, oc, oh, ow] = activation( bias[oc] + residual[n, oc, oh, ow] +
 *     sum over kh, kw, ic of
 *         x[n, g·IC/G + ic, oh·strideH + kh·dilationH - padTop, ow·strideW + kw·dilationW - padLeft]
 *       · weights[oc, ic, kh, kw] )        with g = oc / (OC/G), the group
 * </pre>
 *
 * <p>Padding is zeros that are multiplied, so an infinite weight at the edge gives NaN, as IEEE 754
 * has it.
 *
 * <p>Loop letters, the same everywhere: {@code n} image, {@code g} group, {@code ic}/{@code oc}
 * input and output channel, {@code ih iw}/{@code oh ow} input and output position, {@code kh kw}
 * kernel tap, {@code k} a place in the reduction (kh, kw, ic), {@code p} a pixel of a tile.
 *
 * <p>Start at {@link io.convoy.core.conv.ConvSpec} (the problem), {@link
 * io.convoy.core.conv.ConvLayer} (weights, for images of any size) and {@link
 * io.convoy.core.conv.ConvKernels} (the list). How to add a kernel stands in the README beside this
 * file. Kernels are package-private, read no files, and leave vector instructions to the classes
 * named {@code …MicroKernel} and {@code …Transform}. Depends on {@code tensor}, {@code simd} and
 * {@code cost}.
 */
package io.convoy.core.conv;
