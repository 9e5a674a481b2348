package io.convoy.core.model;

import io.convoy.core.conv.Axis;
import io.convoy.core.conv.ConvKernels;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.PreparedConv;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The weights of one model as kernels want them, for networks of several sizes: what is packed for
 * one is used by the next, where the same kernel computes it.
 *
 * <p>One thread at a time may compile with it; networks that are compiled are independent of it.
 */
public final class PackedWeights {
  private final Map<Key, PreparedConv> packed = new HashMap<>();

  /**
   * Which weights, and what of their use decides how they are packed.
   *
   * @param tensors the constants that they are made of, and how
   * @param steps strides and dilations
   */
  private record Key(String tensors, int groups, List<Integer> steps, String algorithm) {
    static Key of(String tensors, ConvSpec spec, String algorithm) {
      Axis height = spec.height();
      Axis width = spec.width();
      List<Integer> steps =
          List.of(height.stride(), width.stride(), height.dilation(), width.dilation());
      return new Key(tensors, spec.groups(), steps, algorithm);
    }
  }

  /**
   * The kernel of an algorithm with its weights.
   *
   * @param tensors names the constants that {@code filter} is made of
   */
  PreparedConv prepared(ConvSpec spec, String algorithm, String tensors, Supplier<Filter> filter) {
    var kernel = ConvKernels.choose(spec, algorithm);
    Key key = Key.of(tensors, spec, kernel.name());
    PreparedConv before = packed.get(key);
    if (before == null) {
      before = kernel.prepare(spec, filter.get());
      packed.put(key, before);
    }
    return before.spec().equals(spec) ? before : before.resized(spec);
  }

  /** Bytes of all weights that are packed, each counted once. */
  public long bytes() {
    return packed.values().stream().mapToLong(PreparedConv::packedBytes).sum();
  }
}
