/**
 * Benchmarks of kernels and networks, and the peers they are held to.
 *
 * <p>Three tools, all started by {@code scripts/bench}. {@link io.convoy.core.bench.KernelsCommand}
 * times every layer of a list beside oneDNN, in one process. {@link
 * io.convoy.core.bench.NetworksCommand} times whole networks beside ONNX Runtime and OpenCV. {@link
 * io.convoy.core.bench.JmhCommand} times one kernel on one spec in a fresh JVM, beside the FMA peak
 * of that JVM, for who tunes it.
 *
 * <p>Sees the kernels only as a user does, through {@link io.convoy.core.conv.ConvKernels} and
 * {@link io.convoy.core.conv.PreparedConv}. It is compiled in the Maven profile {@code bench}
 * alone, and what it depends on (JMH, picocli, the peers) no one else may.
 */
package io.convoy.core.bench;
