package io.convoy.core.model;

import java.util.Locale;

/**
 * A tensor that is asked for: an ONNX name or a pattern of names, and whether its maps are pooled
 * to one number a channel.
 *
 * @param pattern a tensor's name, or a glob over names, in which {@code *} stands for any text and
 *     {@code ?} for one character
 */
public record Wanted(String pattern, Pooling pooling) {
  /** What becomes of the rows and columns of a map. */
  public enum Pooling {
    NONE,
    AVG,
    MAX
  }

  /** Parses {@code NAME}, {@code NAME:avg}, {@code NAME:max} or {@code NAME:none}. */
  public static Wanted parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon > 0) {
      String suffix = text.substring(colon + 1).toLowerCase(Locale.ROOT);
      for (Pooling pooling : Pooling.values()) {
        if (suffix.equals(pooling.name().toLowerCase(Locale.ROOT))) {
          return new Wanted(text.substring(0, colon), pooling);
        }
      }
    }
    return new Wanted(text, Pooling.NONE);
  }

  /** The tensor itself. */
  public static Wanted of(String name) {
    return new Wanted(name, Pooling.NONE);
  }
}
