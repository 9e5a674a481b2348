package io.convoy.core.bench;

/**
 * How long a measurement takes: how long our side must have been settled before, samples of each
 * side, time of a sample.
 */
enum Effort {
  /** To be quoted. */
  FULL(2_000, 9, 20),
  /** To see whether a change was a good idea. */
  QUICK(500, 5, 5);

  final int warmUpMillis;
  final int samples;
  final int sampleMillis;

  Effort(int warmUpMillis, int samples, int sampleMillis) {
    this.warmUpMillis = warmUpMillis;
    this.samples = samples;
    this.sampleMillis = sampleMillis;
  }
}
