package io.convoy.core.conv;

/**
 * A micro-kernel that is called once a tile of {@value #MOST_PIXELS} neighbouring pixels of a row,
 * and goes through the reduction in a loop.
 */
abstract class PlaneTileMicroKernel extends PlaneMicroKernel {
  private final boolean touches;

  /**
   * @param touches whether it {@linkplain #touch touches} what it will write, which pays where a
   *     tile takes some hundred cycles, if it {@linkplain #TOUCHES does} at all
   */
  PlaneTileMicroKernel(boolean touches) {
    this.touches = touches && TOUCHES;
  }

  @Override
  final int pixels() {
    return MOST_PIXELS;
  }

  @Override
  final boolean clips() {
    return false;
  }

  @Override
  final int spareFloats(int width) {
    return touches ? 1 : 0;
  }

  @Override
  final void run(
      float[] rows,
      int at,
      int rowStep,
      int height,
      int width,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int oc,
      float low,
      float high,
      int spare,
      float[] y,
      int yo,
      int yStep) {
    float touched = 0;
    int lastTile = width - MOST_PIXELS;
    for (int row = 0; row < height; row++) {
      int window = at + row * rowStep;
      int to = yo + row * width * yStep;
      for (int column = 0; column < width; column += MOST_PIXELS) {
        // The last tile of a row is moved back to end with it, and computes some pixels again.
        int p = Math.max(0, Math.min(column, lastTile));
        if (touches) {
          touched += touch(y, to + p * yStep, yStep);
        }
        tile(
            rows,
            window + p * PlanePacking.WIDTH,
            offsets,
            first,
            steps,
            weights,
            wo,
            bias,
            oc,
            low,
            y,
            to + p * yStep,
            yStep);
      }
    }
    if (touches) {
      rows[spare] = touched;
    }
  }

  /** Computes a tile; what the arguments are is said at {@link PlaneMicroKernel#run}. */
  abstract void tile(
      float[] rows,
      int at,
      int[] offsets,
      int first,
      int steps,
      float[] weights,
      int wo,
      float[] bias,
      int oc,
      float low,
      float[] y,
      int yo,
      int yStep);
}
