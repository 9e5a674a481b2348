package io.convoy.core.io;

import java.util.List;
import java.util.Optional;

/** The formats, in the order in which a file name is tried. */
public final class TensorFormats {
  private static final List<TensorFormat> ALL =
      List.of(
          new ArrowFormat(),
          new ParquetFormat(),
          new NpyFormat(),
          new SafetensorsFormat(),
          new JsonFormat());

  private TensorFormats() {}

  public static List<TensorFormat> all() {
    return ALL;
  }

  /** The format of a file by its name's end, or nothing where no format has it. */
  public static Optional<TensorFormat> forName(String fileName) {
    return all().stream().filter(format -> format.matches(fileName)).findFirst();
  }
}
