package io.convoy.core.io;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Locale;

/** The formats in which records are written. */
public enum OutputFormat {
  /** Arrow IPC files of canonical tensors. */
  ARROW {
    @Override
    public void check(Compression compression) {}

    @Override
    public TensorWriter open(
        WritableByteChannel channel, List<TensorColumn> columns, Compression compression)
        throws IOException {
      return ArrowTensorWriter.open(channel, columns, compression);
    }

    @Override
    public long peakBytes(long numbers, long records, int idBytes) {
      return ArrowTensorWriter.peakBytes(numbers, records, idBytes);
    }
  },

  /** Parquet files: vectors as lists of floats, other tensors as a struct of data and shape. */
  PARQUET {
    @Override
    public void check(Compression compression) {
      if (compression == Compression.LZ4) {
        throw new IllegalArgumentException(
            "compression of Parquet must be none or zstd: compression=lz4");
      }
    }

    @Override
    public TensorWriter open(
        WritableByteChannel channel, List<TensorColumn> columns, Compression compression)
        throws IOException {
      check(compression);
      return ParquetTensorWriter.open(channel, columns, compression);
    }

    @Override
    public long peakBytes(long numbers, long records, int idBytes) {
      return ParquetTensorWriter.peakBytes(numbers, records, idBytes);
    }
  };

  /** The end of a file's name: {@code .arrow}. */
  public String suffix() {
    return "." + this;
  }

  /**
   * Checks that files of this format can be compressed so.
   *
   * @throws IllegalArgumentException where they can't
   */
  public abstract void check(Compression compression);

  /**
   * Begins a file. The channel belongs to the writer, which closes it.
   *
   * @throws IllegalArgumentException where there is no column, or two of one name
   */
  public abstract TensorWriter open(
      WritableByteChannel channel, List<TensorColumn> columns, Compression compression)
      throws IOException;

  /**
   * What {@link TensorWriter#peakBytes} will say of a file of equal records, uncompressed.
   *
   * @param numbers of a record, in all its columns
   * @param records of the file, at least 1
   * @param idBytes of a record's id
   */
  public abstract long peakBytes(long numbers, long records, int idBytes);

  /**
   * Parses {@code arrow} or {@code parquet}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static OutputFormat parse(String text) {
    return switch (text) {
      case "arrow" -> ARROW;
      case "parquet" -> PARQUET;
      default ->
          throw new IllegalArgumentException("format must be arrow or parquet: format=" + text);
    };
  }

  /** As {@link #parse} takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
