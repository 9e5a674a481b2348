/**
 * Well-known networks written as ONNX files, for benchmarks and tests: their weights can't be had
 * by package, their graphs are in papers.
 *
 * <p>{@link io.convoy.core.bench.networks.OnnxGraph} builds a file layer by layer, a class a family
 * says which layers ({@link io.convoy.core.bench.networks.ResNet} is a good one to read first), and
 * {@link io.convoy.core.bench.networks.Network} lists them. Started by {@code scripts/networks}.
 * Nothing here computes, and nothing of Convoy's own model code is used: a peer and we read the
 * same file, and neither wrote it.
 */
package io.convoy.core.bench.networks;
