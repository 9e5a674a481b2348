package io.convoy.core.cost;

import static java.lang.Float.BYTES;

/**
 * Turns work into seconds of one core of a {@link Machine}.
 *
 * <p>A kernel takes {@code (products / share + ends) / peak + bytes moved / bandwidth}:
 *
 * <ul>
 *   <li><b>products</b> are those that the vector unit is given, with the lanes of vectors that are
 *       not full; Winograd has {@code (r + 3) / (4 · r)} of the plain sum's along an axis of r
 *       taps, and {@code 9 / 12} along one of stride 2, and transforms besides, counted in
 *       multiply-adds that would take as long.
 *   <li><b>share</b> is how much of the FMA peak the inner loop reaches: {@link KernelShares}, or
 *       what was measured on the machine.
 *   <li><b>ends</b> are what lies around the sums, as {@link Machine.Ends} has it.
 *   <li><b>bytes moved</b> are the windows that are packed, or the pixels of a 1×1 layer that are
 *       read where they lie, within the second cache, and input, weights and output, which come
 *       from memory once; Winograd's weights, more than the others and soon more than that cache
 *       holds, once for each block of tiles.
 * </ul>
 *
 * <p>The model is about time: nothing that it says may change a bit of a result.
 */
public final class CostModel {
  /** Products that the start and the end of a sum of Winograd cost: it is stored, and added to. */
  private static final double WINOGRAD_ENDS = 6;

  /** Ends of a sum of Strassen's: seven of half the length for four, and additions between them. */
  private static final double STRASSEN_ENDS = 2;

  /** Vectors of output channels in a tile. */
  private static final int TILE_VECTORS = 2;

  /** Where lanes are pixels, most loads cross a cache line, and there is one for each product. */
  private static final int LOADS_FOR_A_PRODUCT = 2;

  private final Machine machine;

  public CostModel(Machine machine) {
    this.machine = machine;
  }

  public Machine machine() {
    return machine;
  }

  /** Where records come from, which decides what reading one costs. */
  public enum Source {
    /** A file of tensors, whose numbers lie there as they are wanted. */
    TENSOR,
    JPEG,
    PNG,
    /** Any other kind of image; taken to cost what a PNG does, most are packed the same way. */
    IMAGE
  }

  /** The kernel, for one image. */
  public double kernelSeconds(ConvFigures layer) {
    return kernelSeconds(layer, 1);
  }

  /** The kernel, for one of several images that it computes together. */
  public double kernelSeconds(ConvFigures layer, int images) {
    Machine.Core core = machine.core();
    double share = KernelShares.of(layer.algorithm(), core);
    double peak = core.multiplyAdds();
    long numbers = layer.inputNumbers() + layer.outputNumbers();
    double moved = movedSeconds(BYTES * numbers) + weightSeconds(layer, images);
    return switch (layer.algorithm()) {
      case "winograd", "winograd6" -> {
        WinogradCost parts = WinogradCost.of(layer);
        double tiles = parts.tiles();
        double inputs = filled(layer.inputChannels());
        double outputs = filled(layer.outputChannels());
        double products = (double) parts.products() * layer.inputChannels() * outputs;
        double ends = 1 + WINOGRAD_ENDS / layer.inputChannels();
        double patch = parts.patches() * core.ends().patch();
        double transforms = patch * (inputs + outputs);
        yield (products * ends / share + tiles * transforms) / peak + moved;
      }
      case "depthwise", "grouped" -> {
        double vectors = filled(layer.outputChannels());
        double products = layer.output().points() * vectors * layer.reduction();
        yield products / (peak * share) + cached(layer.inputNumbers()) + moved;
      }
      case "strassen" -> {
        double tiles = Math.ceil(layer.outputChannels() / (double) (TILE_VECTORS * core.lanes()));
        double windows = layer.output().points();
        double ends = windows * tiles * STRASSEN_ENDS * core.ends().pixel();
        double products = StrassenCost.products(layer);
        yield (products / share + ends) / peak
            + cached(StrassenCost.MOVED * windows * layer.reduction())
            + moved;
      }
      case "reference" -> layer.multiplyAdds() / (peak / core.lanes() * share);
      default -> {
        if (isComputedAlongRows(layer)) {
          yield alongRowsSeconds(layer, share) + moved;
        }
        double channels = filled(layer.outputChannels() / layer.groups());
        double tiles = Math.ceil(channels / (TILE_VECTORS * core.lanes()));
        double windows = (double) layer.output().points() * layer.groups();
        double products = windows * channels * layer.reduction();
        double rows = windows * layer.kernel().rows();
        double ends = windows * tiles * core.ends().pixel() + rows * core.ends().windowRow();
        yield (products / share + ends) / peak + cached(windows * layer.reduction()) + moved;
      }
    };
  }

  /** Vector instructions on many numbers, counted in multiply-adds that would take as long. */
  public double operationSeconds(long operations) {
    return operations / machine.core().multiplyAdds();
  }

  /** Bytes that come from memory or go there, each counted once. */
  public double movedSeconds(long bytes) {
    return bytes / (2 * machine.core().memoryBytes());
  }

  /** Numbers turned from planes to pixels or back, as every record is before and after a kernel. */
  public double layoutSeconds(long numbers) {
    return numbers / machine.core().laidOutFloats();
  }

  /** A map of so many numbers pooled to their average. */
  public double averageSeconds(long numbers) {
    return numbers / machine.core().pooledFloats();
  }

  /** A map of so many numbers pooled to the largest. */
  public double largestSeconds(long numbers) {
    return numbers / machine.core().largestFloats();
  }

  /**
   * Reading a record: from a file's bytes to the tensor.
   *
   * @param decoded numbers that decoding gives
   * @param numbers of the tensor
   */
  public double readSeconds(Source source, long decoded, long numbers) {
    Machine.Images images = machine.images();
    double resized = decoded == numbers ? 0 : decoded / images.resizedNumbers();
    double rest = images.imageSeconds() + resized + numbers / images.tensorNumbers();
    double pixels = decoded / 3.0;
    return switch (source) {
      case TENSOR -> BYTES * (double) numbers / machine.files().readBytes();
      case JPEG -> pixels / images.jpegPixels() + rest;
      case PNG, IMAGE -> pixels / images.pngPixels() + rest;
    };
  }

  /** Opening and closing files. */
  public double openSeconds(long files) {
    return files * machine.files().openSeconds();
  }

  /** Bytes on their way through a shuffle, both ends. */
  public double shuffleSeconds(long bytes) {
    return bytes / machine.files().shuffledBytes();
  }

  /** Bytes of part files, by a core that has the disk to itself. */
  public double writeSeconds(long bytes) {
    return bytes / machine.files().writtenBytes();
  }

  /** Bytes of part files: what they keep a machine's disk busy, however many cores write them. */
  public double diskSeconds(long bytes) {
    return bytes / machine.files().diskBytes();
  }

  private double cached(double numbers) {
    return BYTES * numbers / machine.core().cacheBytes();
  }

  /** Whether the direct kernel has so few output channels that its lanes are pixels. */
  private boolean isComputedAlongRows(ConvFigures layer) {
    return layer.algorithm().equals("direct")
        && layer.groups() == 1
        && layer.outputChannels() <= machine.core().lanes() / 4
        && layer.stride().columns() == 1;
  }

  /** Each vector of it starts and ends as many sums as there are lanes. */
  private double alongRowsSeconds(ConvFigures layer, double share) {
    Machine.Core core = machine.core();
    double products = (double) LOADS_FOR_A_PRODUCT * layer.multiplyAdds();
    double ends = layer.outputNumbers() * core.ends().pixel() / core.lanes();
    return (products / share + ends) / core.multiplyAdds() + cached(layer.inputNumbers());
  }

  /** Channels in whole vectors. */
  private double filled(int channels) {
    int lanes = machine.core().lanes();
    return (double) ((channels + lanes - 1) / lanes) * lanes;
  }

  /** The weights' way from memory, for one of several images: once for all, or as often as said. */
  private double weightSeconds(ConvFigures layer, int images) {
    long weights =
        switch (layer.algorithm()) {
          case "winograd", "winograd6" -> WinogradCost.of(layer).weights();
          case "strassen" -> StrassenCost.weights(layer);
          default -> layer.outputChannels() * layer.reduction();
        };
    double times =
        WinogradCost.covers(layer.algorithm())
            ? Math.max(1.0 / images, WinogradCost.of(layer).timesRead())
            : 1.0 / images;
    return times * movedSeconds(BYTES * weights);
  }
}
