package io.convoy.core.model;

/** One change of a graph that keeps what it computes. */
interface Pass {
  /** What it does, in a few words. */
  String name();

  void apply(Draft draft);
}
