package io.convoy.core.model;

import io.convoy.core.model.graph.Value;
import io.convoy.core.tensor.Range;
import java.util.Arrays;

/**
 * Where a tensor lies in the arena: alone, or as some channels of a wider one.
 *
 * <p>The numbers of one image lie together, images after each other. Channels last: a pixel's
 * channels lie next to each other, and the next pixel's follow after {@link #step}. Plain:
 * row-major as ONNX has it.
 */
final class Place {
  /** How numbers lie within an image. */
  enum Layout {
    CHANNELS_LAST,
    PLAIN
  }

  final String tensor;
  final int[] extents;
  final Layout layout;

  /** Numbers of an image; more than one array holds where only bands of them are ever there. */
  final long elements;

  private Place whole;
  private int channelOffset;

  /** Whether it is all of the other, seen with other extents, and not some of its channels. */
  private boolean reshaped;

  /** Of a whole: where it starts for one image, and the steps between which it is alive. */
  long offset;

  /** Of a whole: the floats of an image that are held at once; all, unless it is run by bands. */
  long held;

  /** Of a whole of which a band of rows is held: its number among those; otherwise -1. */
  int banded = -1;

  /** Of a whole: whether it holds the images of the last steps, more than those of the first. */
  boolean gathered;

  int firstStep = Integer.MAX_VALUE;
  int lastStep = -1;

  Place(String tensor, int[] extents, Layout layout) {
    this.tensor = tensor;
    this.extents = extents;
    this.layout = layout;
    this.elements = Value.elements(extents);
    this.held = elements;
  }

  /** The same numbers, which lie in one stretch, with other extents. */
  static Place reshaped(Place of, String tensor, int[] extents) {
    Place place = new Place(tensor, extents, Layout.PLAIN);
    place.whole = of;
    place.reshaped = true;
    return place;
  }

  /** Becomes some channels of a wider place. */
  void moveInto(Place wider, int firstChannel) {
    whole = wider;
    channelOffset = firstChannel;
  }

  boolean isAlone() {
    return whole == null;
  }

  Place root() {
    return whole == null ? this : whole.root();
  }

  int channelOffset() {
    return whole == null ? 0 : channelOffset + whole.channelOffset();
  }

  /** Floats from a pixel to the next. */
  int step() {
    return whole == null || reshaped ? channels() : whole.step();
  }

  /** Channels of a pixel; of a plain tensor its last extent. */
  int channels() {
    if (layout == Layout.PLAIN || extents.length < 2) {
      return extents.length == 0 ? 1 : extents[extents.length - 1];
    }
    return extents[1];
  }

  int pixels() {
    return channels() == 0 ? 0 : (int) (elements / channels());
  }

  int rows() {
    return layout == Layout.CHANNELS_LAST && extents.length == 4 ? extents[2] : 1;
  }

  int columns() {
    return pixels() / Math.max(1, rows());
  }

  /** Whether it has rows of pixels, which lie one after the other. */
  boolean isMap() {
    return layout == Layout.CHANNELS_LAST && extents.length == 4;
  }

  /** The pixels of some rows. */
  Range pixels(Range rows) {
    return new Range(rows.from() * columns(), rows.to() * columns());
  }

  /** Floats from a row to the next. */
  int rowFloats() {
    return columns() * step();
  }

  /** Whether it is the other, or one of them is a part of the other. */
  boolean overlaps(Place other) {
    return isPartOf(other) || other.isPartOf(this);
  }

  /** Whether it is the other, or some of its channels. */
  boolean isPartOf(Place other) {
    return this == other || whole != null && whole.isPartOf(other);
  }

  /** What it is a part of, from itself to the whole. */
  Place wider() {
    return whole;
  }

  boolean isDense() {
    return step() == channels();
  }

  /** Whether both layouts are the same order of numbers. */
  static boolean isNeutral(int[] extents) {
    return extents.length < 3
        || extents[0] == 1 && (extents[1] == 1 || Value.elements(extents) == extents[1]);
  }

  void use(int at) {
    Place root = root();
    root.firstStep = Math.min(root.firstStep, at);
    root.lastStep = Math.max(root.lastStep, at);
  }

  /**
   * Where an image starts in the arena.
   *
   * @param start of the places that hold as many images
   */
  int base(long start, int images, int image) {
    Place root = root();
    return (int) (start + images * root.offset + image * root.held) + channelOffset();
  }

  static boolean same(Place a, Place b) {
    return Arrays.equals(a.extents, b.extents) && a.layout == b.layout;
  }
}
