package io.convoy.core.io;

/** How the buffers of an Arrow file are compressed. Only {@link #NONE} can be memory-mapped. */
public enum Compression {
  NONE,
  ZSTD,
  LZ4
}
