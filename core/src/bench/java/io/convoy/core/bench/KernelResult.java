package io.convoy.core.bench;

import io.convoy.core.bench.Contest.Runner;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/**
 * What was measured of one layer at one batch. Times are of the whole batch, medians; numbers that
 * were not measured are null.
 *
 * @param spec the line as it stands in the file
 * @param oursMs from and to our own layout
 * @param peerMs from and to the peer's own layouts
 * @param oursGflops the plain sum's operations over our time, whatever the kernel saves of them
 * @param ratio the peer's time over ours: above 1, we are faster
 * @param peakFraction our GFLOP/s over {@code threads} times {@code peakGflops}
 * @param maxRelativeError largest difference to the peer, or to the reference on one row where
 *     there is no peer, over the largest magnitude
 * @param list the file's name without its ending
 * @param name the layer's name
 * @param peakGflops the FMA peak of one core, measured between the samples of both sides
 * @param oursNchwMs from and to plain NCHW, with one thread
 * @param peerNchwMs from and to plain NCHW, with one thread
 * @param nchwRatio the peer's time over ours, from and to plain NCHW
 */
record KernelResult(
    String spec,
    int batch,
    int threads,
    String algorithm,
    Double oursMs,
    Double peerMs,
    Double oursGflops,
    Double peerGflops,
    Double ratio,
    Double peakFraction,
    String peerImplementation,
    Double maxRelativeError,
    String list,
    String name,
    Double peakGflops,
    Double oursNchwMs,
    Double peerNchwMs,
    Double nchwRatio) {
  KernelResult(
      Layer layer,
      int batch,
      int threads,
      String algorithm,
      String peerImplementation,
      double error,
      double flops,
      Map<Runner, Double> millis) {
    this(
        layer.line(),
        batch,
        threads,
        algorithm,
        rounded(millis.get(Runner.OURS)),
        rounded(millis.get(Runner.PEER)),
        rounded(gflops(flops, millis.get(Runner.OURS))),
        rounded(gflops(flops, millis.get(Runner.PEER))),
        rounded(quotient(millis.get(Runner.PEER), millis.get(Runner.OURS))),
        rounded(
            gflops(flops, millis.get(Runner.OURS))
                / (threads * FmaPeak.gflops(millis.get(Runner.FMA_PEAK)))),
        peerImplementation,
        rounded(error),
        layer.list(),
        layer.name(),
        rounded(FmaPeak.gflops(millis.get(Runner.FMA_PEAK))),
        rounded(millis.get(Runner.OURS_NCHW)),
        rounded(millis.get(Runner.PEER_NCHW)),
        rounded(quotient(millis.get(Runner.PEER_NCHW), millis.get(Runner.OURS_NCHW))));
  }

  private static Double gflops(double flops, Double millis) {
    return millis == null ? null : flops / millis / 1e6;
  }

  private static Double quotient(Double a, Double b) {
    return a == null || b == null ? null : a / b;
  }

  /** Five significant digits: more than any of this is worth. */
  static Double rounded(Double value) {
    return value == null ? null : BigDecimal.valueOf(value).round(new MathContext(5)).doubleValue();
  }
}
