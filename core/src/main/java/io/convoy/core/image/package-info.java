/**
 * From an image file to a tensor: decode, orient, grey, resize, crop, normalise.
 *
 * <p>{@link io.convoy.core.image.ImageDecoder} turns the bytes of a file into numbers from 0 to
 * 255; {@link io.convoy.core.image.Preprocess} turns these into the tensor (C, H, W) that a layer
 * takes. Both state what they do where file formats or libraries differ, and both give the same
 * bits everywhere.
 *
 * <p>Files are handed in as bytes; nothing here opens one. Depends on {@code tensor} only.
 */
package io.convoy.core.image;
