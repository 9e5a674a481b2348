package io.convoy.core.tensor;

/** Copies numbers from one layout into another; no number is changed on the way. */
public final class Reorder {
  /** Rows that are turned at once: so few that the compiler has the copy of a column unrolled. */
  private static final int STRIP = 8;

  /** Channels of a photo. */
  private static final int COLOURS = 3;

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
        transpose(source, image, channels, pixels, target, image, channels);
      }
    } else if (from.equals(Layout.NHWC) && to.equals(Layout.NCHW)) {
      for (int n = 0; n < images; n++) {
        int image = n * channels * pixels;
        transpose(source, image, pixels, channels, target, image, pixels);
      }
    } else {
      copyEach(batch, source, from, target, to);
    }
  }

  /** The whole batch (N, C, H, W) as a block, to be read. */
  public static Block toBlock(Tensor batch) {
    Shape shape = batch.shape();
    Block block =
        Block.zeros(
            Range.all(shape.extent(0)),
            Range.all(shape.extent(1)),
            Range.all(shape.extent(2)),
            shape.extent(3),
            Block.ALIGNED);
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
      int to = block.offset() + image;
      transpose(batch.data(), image, channels, pixels, block.data(), to, channels);
    }
  }

  /** Copies a block into a tensor (N, C, H, W) of its extents. */
  public static void copy(Block block, Tensor batch) {
    int channels = block.channels().length();
    int pixels = block.rows().length() * block.columns();
    check(batch, block);
    for (int n = 0; n < block.images().length(); n++) {
      int image = n * channels * pixels;
      int from = block.offset() + image;
      transpose(block.data(), from, pixels, channels, batch.data(), image, pixels);
    }
  }

  /**
   * Copies a block of one image to where it lies in that image.
   *
   * @param image (C, H, W), as wide as the block
   */
  public static void place(Block block, Tensor image) {
    int columns = block.columns();
    int channels = block.channels().length();
    int plane = image.shape().extent(1) * columns;
    int to = block.channels().from() * plane + block.rows().from() * columns;
    int pixels = block.rows().length() * columns;
    transpose(block.data(), block.offset(), pixels, channels, image.data(), to, plane);
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
   * Writes a matrix of {@code rows}×{@code columns} as {@code columns}×{@code rows}, whose rows
   * begin {@code stride} apart, strip by strip.
   */
  private static void transpose(
      float[] source, int from, int rows, int columns, float[] target, int to, int stride) {
    if (rows == COLOURS && stride == COLOURS) {
      pixels(source, from, columns, target, to);
      return;
    }
    for (int r0 = 0; r0 < rows; r0 += STRIP) {
      int strip = Math.min(STRIP, rows - r0);
      for (int c = 0; c < columns; c++) {
        int in = from + r0 * columns + c;
        int out = to + c * stride + r0;
        for (int r = 0; r < strip; r++) {
          target[out + r] = source[in + r * columns];
        }
      }
    }
  }

  /** Three planes as pixels; in strips, three numbers a turn would cost more than the copying. */
  private static void pixels(float[] source, int from, int count, float[] target, int to) {
    for (int p = 0; p < count; p++) {
      target[to + COLOURS * p] = source[from + p];
      target[to + COLOURS * p + 1] = source[from + count + p];
      target[to + COLOURS * p + 2] = source[from + 2 * count + p];
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
