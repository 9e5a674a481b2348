package io.convoy.core.model;

import io.convoy.core.conv.ConvSpec;
import io.convoy.core.simd.Caches;
import io.convoy.core.tensor.Range;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Finds the steps that are worth a {@link Cascade}: neighbours whose maps are larger than half the
 * second cache, while a few rows of them fit there beside the weights of the steps.
 *
 * <p>Of all ways to cut the steps into cascades it takes the one that keeps the most numbers out of
 * the memory behind that cache, of maps that a step reads or writes which moves numbers for longer
 * than it multiplies. Other steps hide that memory behind their products.
 */
final class CascadeSearch {
  /** Of the second cache, the part for windows; what comes in and goes out takes the rest. */
  private static final int WINDOWS_SHARE = 2;

  /** The part for weights, which are read again for each band. */
  private static final int WEIGHTS_SHARE = 4;

  /** The part from which on a map is large. */
  private static final int LARGE_SHARE = 2;

  /** The least rows that a step computes in a band: fewer are slower than the memory. */
  private static final int LEAST_ROWS = 4;

  /**
   * Multiply-adds that a core does while a number comes from behind the second cache, where its
   * peak is some 110 GFLOP/s and 20 GB come in a second.
   */
  private static final int BALANCE = 12;

  private final List<Step> steps;
  private final long cacheFloats;

  private CascadeSearch(List<Step> steps, long cacheBytes) {
    this.steps = steps;
    this.cacheFloats = cacheBytes / Float.BYTES;
  }

  /**
   * The cascades of a network on this machine, in order.
   *
   * @param steps whose places know when they are used
   * @param end the step after the last that may be in one
   */
  static List<Cascade> find(List<Step> steps, int end) {
    return within(steps.subList(0, end), Caches.HERE.level2());
  }

  /**
   * @param cacheBytes of the second cache
   */
  static List<Cascade> within(List<Step> steps, long cacheBytes) {
    return new CascadeSearch(steps, cacheBytes).best();
  }

  private List<Cascade> best() {
    // Of the steps before each: what the best way keeps out of the memory, and its last cascade.
    long[] kept = new long[steps.size() + 1];
    Cascade[] last = new Cascade[kept.length];
    for (int end = 1; end < kept.length; end++) {
      kept[end] = kept[end - 1];
      for (int first = end - 2; first >= 0 && Cascade.isAble(steps, first, end); first--) {
        Cascade longer = tallest(first, end);
        if (longer == null) {
          break;
        }
        long all = kept[first] + keptFloats(longer);
        if (all > kept[end]) {
          kept[end] = all;
          last[end] = longer;
        }
      }
    }
    Deque<Cascade> best = new ArrayDeque<>();
    for (int end = steps.size(); end > 0; ) {
      if (last[end] != null) {
        best.addFirst(last[end]);
      }
      end = last[end] == null ? end - 1 : last[end].first();
    }
    return List.copyOf(best);
  }

  /** Floats of the large maps that it keeps out, as far as a step waits for them. */
  private long keptFloats(Cascade cascade) {
    long floats = 0;
    for (Place map : cascade.windows()) {
      boolean large = map.elements > cacheFloats / LARGE_SHARE;
      boolean waited =
          steps.subList(cascade.first(), cascade.end()).stream()
              .anyMatch(step -> step.places().contains(map) && waits(step));
      floats += large && waited ? map.elements : 0;
    }
    return floats;
  }

  /** Whether it moves numbers for longer than it multiplies. */
  private static boolean waits(Step step) {
    if (!(step instanceof ConvStep conv)) {
      return true;
    }
    long moved = step.places().stream().mapToLong(place -> place.elements).sum();
    ConvSpec spec = conv.conv().spec().withImages(1);
    return (double) spec.outputShape().elements() * spec.reduction() < BALANCE * moved;
  }

  /**
   * The cascade of some steps with the tallest bands whose windows fit; null where none do, or
   * where a step computes rows in tiles, some of which bands would cut.
   */
  private Cascade tallest(int first, int end) {
    long weights = 0;
    int tallest = 1;
    int shortest = Integer.MAX_VALUE;
    for (Step step : steps.subList(first, end)) {
      if (((RowStep) step).rowsComputed(new Range(0, 1)) > 1) {
        return null;
      }
      weights += step instanceof ConvStep conv ? conv.conv().packedBytes() : 0;
      int rows = ((RowStep) step).rowsOf().rows();
      tallest = Math.max(tallest, rows);
      shortest = Math.min(shortest, rows);
    }
    if (weights / Float.BYTES > cacheFloats / WEIGHTS_SHARE) {
      return null;
    }
    int unit = LEAST_ROWS * (tallest / shortest);
    Cascade best = null;
    for (int height = unit; height < tallest; height += unit) {
      Cascade taller = new Cascade(steps, first, end, height);
      if (taller.windowFloats() > cacheFloats / WINDOWS_SHARE) {
        break;
      }
      best = taller;
    }
    return best;
  }
}
