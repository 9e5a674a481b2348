package io.convoy.core.bench;

import io.convoy.core.conv.ConvSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * One line of a layer list.
 *
 * @param list the file's name without its ending
 * @param line the line as it stands in the file
 * @param spec what it says
 */
record Layer(String list, String line, ConvSpec spec) {
  private static final Pattern NAME_OR_COMMENT = Pattern.compile("n\"[^\"]*\"|#.*");

  /**
   * The layers of a file, in order.
   *
   * @throws IllegalArgumentException where there is no such file, or a line isn't in the notation,
   *     with file and line number
   */
  static List<Layer> read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("layers must be files: layers=" + file);
    }
    String list = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    List<String> lines = Files.readAllLines(file);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        layers.add(new Layer(list, line, ConvSpec.parse(line)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return layers;
  }

  /** The name without its repeat count; the line itself where it has none. */
  String name() {
    return spec.name().isEmpty() ? line : spec.name().replaceFirst("\\*\\d+$", "");
  }

  /** The line's own batch, empty where it has no {@code mb}. */
  OptionalInt batch() {
    boolean given = NAME_OR_COMMENT.matcher(line).replaceAll("").contains("mb");
    return given ? OptionalInt.of(spec.images()) : OptionalInt.empty();
  }

  /** Whether it reads an image, and not another layer's channels. */
  boolean isFirst() {
    return spec.groups() == 1 && spec.inputChannels() <= 4;
  }

  /** Whether it is a dense 3×3 layer of stride 1, where arithmetic itself can be saved. */
  boolean isPlain3x3() {
    return spec.groups() == 1
        && spec.height().kernel() == 3
        && spec.width().kernel() == 3
        && spec.height().stride() == 1
        && spec.width().stride() == 1
        && spec.height().dilation() == 1
        && spec.width().dilation() == 1;
  }
}
