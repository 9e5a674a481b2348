package io.convoy.core.model;

import java.util.List;
import java.util.Optional;

/** One piece of work of a compiled network: reads places, writes one. */
interface Step {
  /** Computes for {@code run.images()} images. */
  void run(Run run);

  /**
   * Computes one part of it, which has nothing to do with the others, so that each can be another
   * thread's. What can't be parted is all the first part.
   */
  default void run(Run run, int part, int parts) {
    if (part == 0) {
      run(run);
    }
  }

  /** Every place that it reads or writes. */
  List<Place> places();

  /** A place that is read and one that may be written where that lies. */
  record InPlace(Place read, Place written) {}

  /**
   * What it may do in place, if nobody reads the one afterwards: of what it reads there, each
   * number is needed for the same number of what it writes, and for no other.
   */
  default Optional<InPlace> inPlace() {
    return Optional.empty();
  }

  /** How it computes, for tables. */
  default String algorithm() {
    return "channels-last";
  }

  /**
   * What it computes for one image besides products, in multiply-adds that would take as long: its
   * vector instructions times the numbers that each is for. Moving numbers is not among them.
   */
  default long operations() {
    return 0;
  }

  /** Floats of scratch that it needs, whatever the images. */
  default int scratchFloats() {
    return 0;
  }
}
