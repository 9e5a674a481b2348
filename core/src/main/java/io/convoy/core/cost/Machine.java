package io.convoy.core.cost;

import java.util.Map;

/**
 * What a machine can do, as it was measured on it: the numbers by which the {@link CostModel} turns
 * work into seconds. All rates are of one core that works alone, in units a second, save the one
 * that is said to be of all.
 *
 * @param processor what the machine calls its processor
 * @param quick whether it was measured in a hurry
 * @param core the arithmetic
 * @param images decoding
 * @param files what lies on disks and goes through shuffles
 * @param starts what begins with every job, task and JVM
 */
public record Machine(
    String processor, boolean quick, Core core, Images images, Files files, Starts starts) {
  /**
   * The arithmetic of a core and the memory behind it.
   *
   * @param count cores of the machine
   * @param vectorBits width of its vectors
   * @param multiplyAdds fused multiply-adds of floats, the peak
   * @param together speed of a core while all others work too, over that of one alone; at most 1
   * @param cacheBytes copied within the second cache, read and written counted as one
   * @param memoryBytes copied from and to memory, likewise
   * @param laidOutFloats floats of a record that are turned from planes to pixels, or back
   * @param pooledFloats floats of a map that are pooled to their average
   * @param largestFloats floats of a map that are pooled to the largest of them
   * @param ends what lies around the sums of a kernel
   * @param shares by algorithm, how much of the peak its inner loop reaches here; {@link
   *     KernelShares} stands in for what is missing
   */
  public record Core(
      int count,
      int vectorBits,
      double multiplyAdds,
      double together,
      double cacheBytes,
      double memoryBytes,
      double laidOutFloats,
      double pooledFloats,
      double largestFloats,
      Ends ends,
      Map<String, Double> shares) {
    public Core {
      shares = Map.copyOf(shares);
      positive("count", count);
      positive("vectorBits", vectorBits);
      positive("multiplyAdds", multiplyAdds);
      positive("together", together);
      positive("cacheBytes", cacheBytes);
      positive("memoryBytes", memoryBytes);
      positive("laidOutFloats", laidOutFloats);
      positive("pooledFloats", pooledFloats);
      positive("largestFloats", largestFloats);
      shares.forEach((algorithm, share) -> positive("share of " + algorithm, share));
    }

    /** The same core, with what was measured of its kernels. */
    public Core with(Ends measuredEnds, Map<String, Double> measuredShares) {
      return new Core(
          count,
          vectorBits,
          multiplyAdds,
          together,
          cacheBytes,
          memoryBytes,
          laidOutFloats,
          pooledFloats,
          largestFloats,
          measuredEnds,
          measuredShares);
    }

    /** Floats in a vector. */
    int lanes() {
      return vectorBits / Float.SIZE;
    }
  }

  /**
   * What lies around the sums of a kernel that computes in tiles, in multiply-adds that would take
   * as long. It counts where sums are short: with few input channels, as in a first layer.
   *
   * @param pixel to start and to store the sums of a pixel in one tile
   * @param windowRow to copy one row of a window, besides its bytes
   * @param patch to turn the patch of one tile and input channel, in Winograd's sum of 3×3; to turn
   *     the products of an output channel back is 12 transforms too, and takes as long
   */
  public record Ends(double pixel, double windowRow, double patch) {
    /**
     * Where nothing was measured: an estimate; full calibrations on Zen 3 found twice that and more
     * for the first two.
     */
    public static final Ends TYPICAL = new Ends(60, 60, 650);

    public Ends {
      positive("pixel", pixel);
      positive("windowRow", windowRow);
      positive("patch", patch);
    }
  }

  /**
   * Decoding of images, with what collecting their garbage takes of other cores.
   *
   * @param imageSeconds for an image, whatever its size: a reader, its tables, the header
   * @param jpegPixels pixels of a colour photo, from a JPEG's bytes to numbers
   * @param pngPixels likewise from a PNG's
   * @param resizedNumbers numbers of the decoded image that is brought to another size
   * @param tensorNumbers numbers of the finished tensor: cropping, scaling, laying out
   */
  public record Images(
      double imageSeconds,
      double jpegPixels,
      double pngPixels,
      double resizedNumbers,
      double tensorNumbers) {
    public Images {
      positive("imageSeconds", imageSeconds);
      positive("jpegPixels", jpegPixels);
      positive("pngPixels", pngPixels);
      positive("resizedNumbers", resizedNumbers);
      positive("tensorNumbers", tensorNumbers);
    }
  }

  /**
   * Files and shuffles.
   *
   * @param readBytes read from a file
   * @param writtenBytes written by a core to part files, digested and brought to the disk
   * @param diskBytes the same of all cores of a machine together, which share its disk
   * @param shuffledBytes serialised, written, read and deserialised
   * @param openSeconds to open and close one file
   */
  public record Files(
      double readBytes,
      double writtenBytes,
      double diskBytes,
      double shuffledBytes,
      double openSeconds) {
    public Files {
      positive("readBytes", readBytes);
      positive("writtenBytes", writtenBytes);
      positive("diskBytes", diskBytes);
      positive("shuffledBytes", shuffledBytes);
      positive("openSeconds", openSeconds);
    }
  }

  /**
   * What is paid before anything is computed. The first run of a JVM loads classes and waits for
   * the compiler; what that takes longer than a later run stands here by phase.
   *
   * @param jobSeconds of the driver, a Spark job
   * @param taskSeconds of a core, a task
   * @param partSeconds of a core, a part file of next to nothing, digested and brought to the disk
   * @param firstListSeconds of the driver
   * @param firstReadSeconds of each core, where there are images among the records
   * @param firstTensorsSeconds of each core, where there are tensors among them
   * @param firstConvolveSeconds of each core
   * @param firstTransformSeconds of each core beside that, where kernels transform what they
   *     multiply, Winograd's and Strassen's, or are several
   * @param firstShuffleSeconds of each core, where records are cut
   * @param firstWriteSeconds of each core
   * @param firstRestSeconds of the driver, in all that is none of these
   */
  public record Starts(
      double jobSeconds,
      double taskSeconds,
      double partSeconds,
      double firstListSeconds,
      double firstReadSeconds,
      double firstTensorsSeconds,
      double firstConvolveSeconds,
      double firstTransformSeconds,
      double firstShuffleSeconds,
      double firstWriteSeconds,
      double firstRestSeconds) {
    public Starts {
      positive("jobSeconds", jobSeconds);
      positive("taskSeconds", taskSeconds);
      positive("partSeconds", partSeconds);
      positive("firstListSeconds", firstListSeconds);
      positive("firstReadSeconds", firstReadSeconds);
      positive("firstTensorsSeconds", firstTensorsSeconds);
      positive("firstConvolveSeconds", firstConvolveSeconds);
      positive("firstTransformSeconds", firstTransformSeconds);
      positive("firstShuffleSeconds", firstShuffleSeconds);
      positive("firstWriteSeconds", firstWriteSeconds);
      positive("firstRestSeconds", firstRestSeconds);
    }

    /** The same for a JVM that has done such a run before. */
    public Starts warm() {
      double none = Double.MIN_VALUE;
      return new Starts(
          jobSeconds, taskSeconds, partSeconds, none, none, none, none, none, none, none, none);
    }
  }

  /** How much of its own speed a core has while {@code busy} of them work. */
  public double speedOfOne(int busy) {
    if (busy <= 1 || core.count() <= 1) {
      return 1;
    }
    double share = Math.min(1, (busy - 1.0) / (core.count() - 1.0));
    return 1 - share * (1 - core.together());
  }

  private static void positive(String name, double value) {
    // Written this way round, so that a NaN is refused too.
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          "a machine's figures must be positive numbers: " + name + "=" + value);
    }
  }
}
