package io.convoy.job.cli;

import io.convoy.core.conv.Padding;
import io.convoy.core.image.ImageSize;
import io.convoy.core.io.Compression;
import io.convoy.job.plan.OnError;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the words behind options: sizes, strides, paddings, lists of numbers. Each says what it
 * takes, the option and the word, where it can't read one.
 */
final class Words {
  private static final Pattern WHOLE_NUMBERS = Pattern.compile("\\d{1,9}(,\\d{1,9})*");

  private static final Pattern POSITIONS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private Words() {}

  /** Height and width: {@code 2} means both, {@code 2,1} the height first. */
  record Pair(int height, int width) {}

  /** One or two whole numbers of at least 1. */
  static Pair pair(String option, String text) {
    int[] numbers = wholeNumbers(text);
    if (numbers.length == 0 || numbers.length > 2 || Arrays.stream(numbers).anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          option
              + " must be one or two whole numbers of at least 1, height first (2 or 2,1): "
              + option
              + "="
              + text);
    }
    return new Pair(numbers[0], numbers[numbers.length - 1]);
  }

  /** One whole number of at least 1. */
  static int count(String option, String text) {
    int[] numbers = wholeNumbers(text);
    if (numbers.length != 1 || numbers[0] < 1) {
      throw new IllegalArgumentException(
          option + " must be a whole number of at least 1: " + option + "=" + text);
    }
    return numbers[0];
  }

  /** {@code 0}, {@code 1,1} (height, width), {@code top,left,bottom,right}, same or valid. */
  static Padding padding(String text) {
    if (text.equals("same")) {
      return Padding.SAME;
    }
    if (text.equals("valid")) {
      return Padding.VALID;
    }
    int[] p = wholeNumbers(text);
    return switch (p.length) {
      case 1 -> Padding.of(p[0], p[0], p[0], p[0]);
      case 2 -> Padding.of(p[0], p[1], p[0], p[1]);
      case 4 -> Padding.of(p[0], p[1], p[2], p[3]);
      default ->
          throw new IllegalArgumentException(
              "padding must be same, valid, or 1, 2 or 4 whole numbers (all sides; height,width;"
                  + " top,left,bottom,right): padding="
                  + text);
    };
  }

  /** Numbers with commas between them, at least one. */
  static float[] numbers(String option, String text) {
    String[] parts = text.split(",", -1);
    float[] numbers = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = parse(option, parts[i], text);
    }
    return numbers;
  }

  /** One number. */
  static float number(String option, String text) {
    return parse(option, text, text);
  }

  /** {@code HEIGHTxWIDTH}, or nothing where the text is empty. */
  static Optional<ImageSize> size(String option, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ImageSize.parse(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          option + " must be HEIGHTxWIDTH, for instance 224x224: " + option + "=" + text, e);
    }
  }

  /** Positions and ranges of them, each below {@code extent}: {@code 0-7,12}. */
  static int[] positions(String option, String text, int extent) {
    int[] positions =
        Arrays.stream(text.split(",", -1))
            .flatMapToInt(
                part -> {
                  Matcher range = POSITIONS.matcher(part);
                  if (!range.matches()) {
                    return IntStream.of(-1);
                  }
                  int from = Integer.parseInt(range.group(1));
                  int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
                  return from > to ? IntStream.of(-1) : IntStream.rangeClosed(from, to);
                })
            .limit(extent + 1L)
            .toArray();
    if (Arrays.stream(positions).anyMatch(p -> p < 0 || p >= extent)) {
      throw new IllegalArgumentException(
          option
              + " must be numbers from 0 to "
              + (extent - 1)
              + " or ranges of them (0-7,12): "
              + option
              + "="
              + text);
    }
    return positions;
  }

  static OnError onError(String text) {
    return switch (text) {
      case "fail" -> OnError.FAIL;
      case "reject" -> OnError.REJECT;
      default ->
          throw new IllegalArgumentException("on-error must be fail or reject: on-error=" + text);
    };
  }

  static Compression compression(String text) {
    return switch (text) {
      case "none", "zstd", "lz4" -> Compression.valueOf(text.toUpperCase(Locale.ROOT));
      default ->
          throw new IllegalArgumentException(
              "compression must be none, zstd or lz4: compression=" + text);
    };
  }

  private static float parse(String option, String part, String text) {
    try {
      float number = Float.parseFloat(part.strip());
      if (Float.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is not finite.
    }
    throw new IllegalArgumentException(
        option + " must be numbers with commas between them: " + option + "=" + text);
  }

  private static int[] wholeNumbers(String text) {
    return WHOLE_NUMBERS.matcher(text).matches()
        ? Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray()
        : new int[0];
  }
}
