package io.convoy.job.serde;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.Filter;
import io.convoy.core.tensor.Shape;
import java.util.Optional;

/** The filters of a layer, as they are sent to executors. */
public sealed interface Bank permits Bank.Numbers, Bank.Place {
  /** Shape of all weights, (O, I/groups, KH, KW). */
  Shape shape();

  /** Sent whole. */
  record Numbers(Filter filter) implements Bank {
    @Override
    public Shape shape() {
      return filter.weights().shape();
    }
  }

  /**
   * Where tasks read what they need.
   *
   * @param file the weights' file, as {@code Storage.name} writes it
   * @param tensor which of its tensors; empty for the only one
   * @param shape of all weights
   * @param bias of all output channels
   * @param checks CRC-32C of the numbers of each {@link #CHECKED} output channels, as the driver
   *     read them
   */
  record Place(String file, Optional<String> tensor, Shape shape, float[] bias, int[] checks)
      implements Bank {
    /** Output channels that are checked together, and so read together. */
    public static final int CHECKED = ConvLayer.CHANNELS_TOGETHER;
  }
}
