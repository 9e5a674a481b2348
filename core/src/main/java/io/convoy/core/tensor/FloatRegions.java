package io.convoy.core.tensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Gives out floats that begin with a cache line, for weights: vectors that cross lines are two
 * loads each, and 1×1 layers of few channels take a third longer for it.
 *
 * <p>The JVM puts an array at any multiple of eight bytes, and moves it. But one that is larger
 * than half a region G1 puts at the start of a region, for good. So what is smaller becomes a part
 * of an array that fills a region, and stays in memory until no part of that is used any longer.
 * With other collectors each part is an array of its own, and begins where it happens to; that
 * changes the speed and never a bit.
 */
public final class FloatRegions {
  /** This JVM's. */
  public static final FloatRegions HERE = new FloatRegions(regionBytes());

  /** What an array has in front of its numbers. */
  private static final int HEADER_BYTES = 16;

  /** Floats of an array that fills a region; none without regions. */
  private final int regionFloats;

  /** The array that the next part is taken from, and how many floats are taken already. */
  private float[] region = {};

  private int taken;

  /**
   * @param regionBytes a power of two; 0 with a collector that has no regions
   */
  FloatRegions(int regionBytes) {
    this.regionFloats = Math.max(0, regionBytes - HEADER_BYTES) / Float.BYTES;
  }

  /**
   * Some zeros of an array.
   *
   * @param data the array, of which others may have parts as well
   * @param from the first of them
   */
  public record Part(float[] data, int from) {
    /** A part without numbers. */
    public static final Part NONE = new Part(new float[0], 0);
  }

  /** So many zeros that nobody else has. */
  public synchronized Part zeros(int count) {
    int floats = Block.ALIGNED + count;
    if (floats > regionFloats / 2) {
      return new Part(new float[floats], Block.ALIGNED);
    }
    if (taken + floats > region.length) {
      region = new float[regionFloats];
      taken = 0;
    }
    Part part = new Part(region, taken + Block.ALIGNED);
    taken += (count + Block.LINE - 1) / Block.LINE * Block.LINE;
    return part;
  }

  private static int regionBytes() {
    var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return options == null
          ? 0
          : Integer.parseInt(options.getVMOption("G1HeapRegionSize").getValue());
    } catch (IllegalArgumentException otherJvm) {
      return 0;
    }
  }
}
