package io.convoy.core.model.operator;

import java.util.Arrays;

/** Extents, strides and positions of row-major tensors. */
final class Positions {
  private Positions() {}

  /** Distances between neighbours of each dimension. */
  static int[] strides(int[] extents) {
    int[] strides = new int[extents.length];
    int stride = 1;
    for (int d = extents.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= extents[d];
    }
    return strides;
  }

  /** Moves to the next position of the box; back to zeros after the last. */
  static void next(int[] position, int[] extents) {
    for (int d = extents.length - 1; d >= 0; d--) {
      if (++position[d] < extents[d]) {
        return;
      }
      position[d] = 0;
    }
  }

  static int index(int[] position, int[] strides) {
    int index = 0;
    for (int d = 0; d < position.length; d++) {
      index += position[d] * strides[d];
    }
    return index;
  }

  /** The extents of what two tensors make together, dimensions matched from the innermost. */
  static int[] broadcast(Operand a, Operand b) {
    return broadcast(a.extents(), b.extents(), a, b);
  }

  static int[] broadcast(int[] a, int[] b, Operand nameA, Operand nameB) {
    int rank = Math.max(a.length, b.length);
    int[] extents = new int[rank];
    for (int d = 1; d <= rank; d++) {
      int x = d <= a.length ? a[a.length - d] : 1;
      int y = d <= b.length ? b[b.length - d] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException(
            "extents must be equal or 1 to go together: " + nameA + " and " + nameB);
      }
      extents[rank - d] = x == 1 ? y : x;
    }
    return extents;
  }

  /** Strides of a tensor seen as having other extents: 0 where it is repeated. */
  static int[] broadcastStrides(int[] extents, int[] target) {
    int[] own = strides(extents);
    int[] strides = new int[target.length];
    int shift = target.length - extents.length;
    for (int d = 0; d < extents.length; d++) {
      strides[d + shift] = extents[d] == 1 ? 0 : own[d];
    }
    return strides;
  }

  /** Products of extents from one dimension up to, not including, another. */
  static int product(int[] extents, int from, int to) {
    int product = 1;
    for (int d = from; d < to; d++) {
      product *= extents[d];
    }
    return product;
  }

  static int[] remove(int[] extents, boolean[] removed) {
    int[] kept = new int[extents.length];
    int rank = 0;
    for (int d = 0; d < extents.length; d++) {
      if (!removed[d]) {
        kept[rank++] = extents[d];
      }
    }
    return Arrays.copyOf(kept, rank);
  }
}
