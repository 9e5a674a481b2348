package io.convoy.job.plan;

import io.convoy.core.tensor.Shape;

/** How the weights of a layer come to the tasks. */
public enum BankUse {
  /** The driver reads them and sends them to each executor, which packs them once for all tasks. */
  SENT_WHOLE,
  /** Each task reads the output channels that it computes, from the file. */
  READ_BY_TASKS;

  /**
   * A bank of more numbers is not sent whole: 16 MiB. The largest layers of well-known networks
   * have half as many, and such a bank takes an executor up to five times its size.
   */
  static final long MOST_SENT = 4L << 20;

  /**
   * How weights of this shape come.
   *
   * @param groups of the layer; the weights of several are sent whole
   * @param readsParts whether some output channels can be read from their file without the others
   */
  public static BankUse of(Shape weights, int groups, boolean readsParts) {
    return readsParts && groups == 1 && weights.elements() > MOST_SENT ? READ_BY_TASKS : SENT_WHOLE;
  }
}
