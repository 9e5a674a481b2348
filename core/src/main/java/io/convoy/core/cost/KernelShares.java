package io.convoy.core.cost;

import java.util.Map;
import java.util.stream.Stream;

/**
 * How much of the FMA peak the inner loop of each kernel reaches where nothing was measured: the
 * middle of what it reached on three machines. What lies outside of the loop (packing, transforms,
 * vectors that are not full, a tile's start and end) the {@link CostModel} counts apart.
 *
 * <table>
 *   <caption>Measured share of the peak, inner loop</caption>
 *   <tr><th></th><th>Intel, AVX-512</th><th>Zen 4, AVX-512</th><th>Zen 3, AVX2</th></tr>
 *   <tr><td>tile of pixels × two vectors</td><td>0.76–0.81</td><td>0.91</td><td>0.92</td></tr>
 *   <tr><td>the same on Winograd's products</td><td>0.71–0.79</td><td>–</td><td>0.92</td></tr>
 *   <tr><td>pixels × one vector, depthwise</td><td>–</td><td>0.64</td><td>0.40</td></tr>
 *   <tr><td>the same, groups of four channels</td><td>–</td><td>0.52</td><td>–</td></tr>
 * </table>
 */
final class KernelShares {
  private static final Map<String, Double> SHARES =
      Map.of(
          "direct", 0.85,
          "pointwise", 0.85,
          "winograd", 0.82,
          // The least of what was measured, for groups on Zen 4 held to AVX2: the width of a
          // vector decides most of it.
          "depthwise", 0.4,
          "grouped", 0.3,
          // One lane of a vector, and each addition waits for the one before it, which takes four
          // cycles on a unit of two: an eighth of a lane's peak.
          "reference", 0.125);

  /** Kernels whose inner loop is another's. */
  private static final Map<String, String> SAME =
      Map.of("strassen", "pointwise", "winograd6", "winograd");

  private KernelShares() {}

  /**
   * @throws IllegalArgumentException where nobody knows that algorithm's cost
   */
  static double of(String algorithm, Machine.Core core) {
    String measured = SAME.getOrDefault(algorithm, algorithm);
    Double share = core.shares().getOrDefault(measured, SHARES.get(measured));
    if (share == null) {
      throw new IllegalArgumentException(
          "algorithm must be one whose cost is known: algorithm="
              + algorithm
              + ", known="
              + Stream.concat(SHARES.keySet().stream(), SAME.keySet().stream()).sorted().toList());
    }
    return share;
  }
}
