package io.convoy.core.bench;

/** Someone else's way to run a network on a batch. */
interface NetworkPeer extends AutoCloseable {
  /** As results call it. */
  String label();

  void run();

  /** What the last run gave, one output of all images. */
  float[] output(int index);

  @Override
  void close();
}
