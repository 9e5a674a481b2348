/**
 * Tensor files: one class a format, and the one list that orders them.
 *
 * <p>A file is records × named columns, each cell a tensor: {@link io.convoy.core.io.TensorFile}.
 * Arrow and Parquet files have many records; an {@code .npy} file (N, C, H, W) has N; a file of
 * weights has one, with a column for each tensor. {@link io.convoy.core.io.Weights} reads a filter
 * bank, whole or some of its output channels.
 *
 * <p>{@link io.convoy.core.io.OutputFormat} begins a file of records: a {@link
 * io.convoy.core.io.TensorWriter}.
 *
 * <p>Start at {@link io.convoy.core.io.TensorFormats}. To add a format: write a package-private
 * {@code …Format}, put it on that list, and add its files to the tests of the list.
 *
 * <p>Bytes come through a {@link java.nio.channels.SeekableByteChannel}, so that a file may lie on
 * any file system. Nothing here computes. Depends on {@code tensor} only.
 */
package io.convoy.core.io;
