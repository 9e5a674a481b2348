package io.convoy.core.model;

import java.util.List;

/** The passes, in the order in which they are applied. */
final class Passes {
  /**
   * To add a pass, put it here. What changes bits comes before what is wanted is looked at, so that
   * the bits of a layer don't depend on which others are wanted beside it.
   */
  static final List<Pass> ALL =
      List.of(
          new DropIdentities(),
          new FuseSwish(),
          new FoldAffine(),
          new CutDeadBranches(),
          new ChainConcats(),
          new FuseTails());

  private Passes() {}
}
