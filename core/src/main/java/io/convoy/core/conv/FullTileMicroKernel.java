package io.convoy.core.conv;

/**
 * A tile as high as the registers allow, which most pixels go through: it can finish its sums as
 * well. Lower ones, for the last pixels, leave that to {@link TailTransform}.
 */
abstract class FullTileMicroKernel extends TileMicroKernel {
  FullTileMicroKernel(int pixels, int vectors) {
    super(pixels, vectors);
  }

  /**
   * As {@link #run}, with what most layers do to the sums while they are in the registers: adds
   * bias and raises to {@code low} what is less. Not a residual: with a load and an addition more
   * for each sum, a tile of 28 is too much for the JVM's first compiler, and never reaches the
   * second.
   *
   * @param bias one number an output channel, from {@code oc}
   */
  abstract void finish(
      float[] a,
      int ao,
      float[] b,
      int bo,
      int k,
      float[] bias,
      int oc,
      float low,
      float[] c,
      int co,
      int step);
}
