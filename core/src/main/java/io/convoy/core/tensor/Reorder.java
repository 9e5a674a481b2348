package io.convoy.core.tensor;

/** Copies numbers from one layout into another; no number is changed on the way. */
public final class Reorder {
  /** Pixels that are turned at once: a tile of 16×16 floats is 1 KiB on either side. */
  private static final int TILE = 16;

  private Reorder() {}

  /**
   * Copies a batch between layouts. Filling in a blocked target is set to zero.
   *
   * @param batch (N, C, H, W), the extents; {@code source} holds them in the layout {@code from}
   * @param target an array of at least {@code to.elements(…)} numbers
   */
  public static void copy(Shape batch, float[] source, Layout from, float[] target, Layout to) {
    int images = batch.extent(0);
    int channels = batch.extent(1);
    int rows = batch.extent(2);
    int columns = batch.extent(3);
    int pixels = rows * columns;
    if (from.equals(to)) {
      System.arraycopy(
          source, 0, target, 0, Math.toIntExact(from.elements(images, channels, rows, columns)));
    } else if (from.equals(Layout.NCHW) && to.equals(Layout.NHWC)) {
      for (int n = 0; n < images; n++) {
        int image = n * channels * pixels;
        transpose(source, image, channels, pixels, target, image);
      }
    } else if (from.equals(Layout.NHWC) && to.equals(Layout.NCHW)) {
      for (int n = 0; n < images; n++) {
        int image = n * channels * pixels;
        transpose(source, image, pixels, channels, target, image);
      }
    } else {
      copyEach(batch, source, from, target, to);
    }
  }

  /** The whole batch (N, C, H, W) as a block. */
  public static Block toBlock(Tensor batch) {
    Shape shape = batch.shape();
    Block block =
        Block.zeros(
            Range.all(shape.extent(0)),
            Range.all(shape.extent(1)),
            Range.all(shape.extent(2)),
            shape.extent(3));
    copy(batch, block);
    return block;
  }

  /** The box of a block as a tensor (N, C, H, W). */
  public static Tensor toTensor(Block block) {
    Tensor tensor = Tensor.zeros(shape(block));
    copy(block, tensor);
    return tensor;
  }

  /** Copies a batch (N, C, H, W), or one image (C, H, W), into a block of its extents. */
  public static void copy(Tensor batch, Block block) {
    int channels = block.channels().length();
    int pixels = block.rows().length() * block.columns();
    check(batch, block);
    for (int n = 0; n < block.images().length(); n++) {
      int image = n * channels * pixels;
      transpose(batch.data(), image, channels, pixels, block.data(), block.offset() + image);
    }
  }

  /** Copies a block into a tensor (N, C, H, W) of its extents. */
  public static void copy(Block block, Tensor batch) {
    int channels = block.channels().length();
    int pixels = block.rows().length() * block.columns();
    check(batch, block);
    for (int n = 0; n < block.images().length(); n++) {
      int image = n * channels * pixels;
      transpose(block.data(), block.offset() + image, pixels, channels, batch.data(), image);
    }
  }

  private static Shape shape(Block block) {
    return Shape.of(
        block.images().length(), block.channels().length(), block.rows().length(), block.columns());
  }

  private static void check(Tensor batch, Block block) {
    Shape shape = batch.shape().rank() == 3 ? batch.shape().prepend(1) : batch.shape();
    if (!shape.equals(shape(block))) {
      throw new IllegalArgumentException(
          "tensor and block must have the same extents: tensor="
              + shape
              + ", block="
              + shape(block));
    }
  }

  /**
   * Writes a matrix of {@code rows}×{@code columns} as {@code columns}×{@code rows}, tile by tile,
   * so that both sides stay in the first cache.
   */
  private static void transpose(
      float[] source, int from, int rows, int columns, float[] target, int to) {
    for (int r0 = 0; r0 < rows; r0 += TILE) {
      int r1 = Math.min(rows, r0 + TILE);
      for (int c0 = 0; c0 < columns; c0 += TILE) {
        int c1 = Math.min(columns, c0 + TILE);
        for (int c = c0; c < c1; c++) {
          int out = to + c * rows;
          for (int r = r0; r < r1; r++) {
            target[out + r] = source[from + r * columns + c];
          }
        }
      }
    }
  }

  private static void copyEach(
      Shape batch, float[] source, Layout from, float[] target, Layout to) {
    int images = batch.extent(0);
    int channels = batch.extent(1);
    int rows = batch.extent(2);
    int columns = batch.extent(3);
    int filled = Math.toIntExact(to.elements(1, channels, 1, 1));
    for (int n = 0; n < images; n++) {
      for (int c = 0; c < filled; c++) {
        for (int h = 0; h < rows; h++) {
          for (int w = 0; w < columns; w++) {
            float value =
                c < channels ? source[from.index(n, c, h, w, channels, rows, columns)] : 0f;
            target[to.index(n, c, h, w, channels, rows, columns)] = value;
          }
        }
      }
    }
  }
}
