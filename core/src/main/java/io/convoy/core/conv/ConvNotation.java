package io.convoy.core.conv;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one-line notation of a convolution, as oneDNN's benchdnn has it: {@code
 * g32mb8ic512ih28oc512oh14kh3sh2ph1dh0n"name"}.
 *
 * <ul>
 *   <li>{@code ic} and {@code oc} are totals over the groups {@code g}; {@code g}, {@code mb} and
 *       {@code sh} default to 1, {@code dh} to 0, which is a dense kernel.
 *   <li>A {@code w} field defaults to its {@code h} field, never the other way round: a line with
 *       only {@code w} fields is a problem of height 1.
 *   <li>Without {@code oh} it follows from {@code ph}, which is 0 unless given. With {@code oh} and
 *       no {@code ph}, {@code ph} is half of what the windows need, rounded down. With both, the
 *       padding below is what makes them agree: it may be larger than {@code ph}, or negative.
 *   <li>{@code id od kd sd} are taken when they are 1, {@code pd dd} when they are 0.
 *   <li>{@code _} between fields is ignored; {@code #} starts a comment; {@code n"…"} is a name,
 *       and the last field.
 * </ul>
 */
final class ConvNotation {
  private static final Pattern FIELD = Pattern.compile("([a-z]+)(-?\\d+)");
  private static final Set<String> FLAT_ONES = Set.of("id", "od", "kd", "sd");
  private static final Set<String> FLAT_ZEROS = Set.of("pd", "dd");
  private static final Set<String> KNOWN =
      Set.of(
          "g", "mb", "ic", "oc", "ih", "iw", "oh", "ow", "kh", "kw", "sh", "sw", "ph", "pw", "dh",
          "dw", "id", "od", "kd", "sd", "pd", "dd");

  private ConvNotation() {}

  static ConvSpec parse(String text) {
    Map<String, Integer> fields = new HashMap<>();
    String name = split(text, fields);
    refuseDepth(fields, text);

    int groups = fields.getOrDefault("g", 1);
    int images = fields.getOrDefault("mb", 1);
    int inputChannels = required(fields, "ic", text);
    int outputChannels = required(fields, "oc", text);
    boolean flat = !fields.containsKey("ih") && fields.containsKey("iw");
    if (flat) {
      for (String field : new String[] {"oh", "kh", "sh", "ph", "dh"}) {
        if (fields.containsKey(field)) {
          throw broken("a line with " + field + " needs ih as well", text);
        }
      }
      Axis height = new Axis(1, 1, 1, 1, 0, 0);
      return new ConvSpec(
          groups,
          images,
          inputChannels,
          outputChannels,
          height,
          axis(fields, 'w', text),
          Activation.NONE,
          name);
    }
    required(fields, "ih", text);
    required(fields, "kh", text);
    Axis height = axis(fields, 'h', text);
    Map<String, Integer> wide = new HashMap<>();
    for (String field : new String[] {"i", "o", "k", "s", "p", "d"}) {
      Integer value = fields.getOrDefault(field + "w", fields.get(field + "h"));
      if (value != null) {
        wide.put(field + "w", value);
      }
    }
    return new ConvSpec(
        groups,
        images,
        inputChannels,
        outputChannels,
        height,
        axis(wide, 'w', text),
        Activation.NONE,
        name);
  }

  static String print(ConvSpec spec) {
    StringBuilder text = new StringBuilder();
    Axis height = spec.height();
    Axis width = spec.width();
    if (spec.groups() != 1) {
      text.append('g').append(spec.groups());
    }
    if (spec.images() != 1) {
      text.append("mb").append(spec.images());
    }
    text.append("ic").append(spec.inputChannels());
    pair(text, "i", height.input(), width.input());
    text.append("oc").append(spec.outputChannels());
    pair(text, "o", height.output(), width.output());
    pair(text, "k", height.kernel(), width.kernel());
    if (height.stride() != 1 || width.stride() != 1) {
      pair(text, "s", height.stride(), width.stride());
    }
    pair(text, "p", height.padBefore(), width.padBefore());
    if (height.dilation() != 1 || width.dilation() != 1) {
      pair(text, "d", height.dilation() - 1, width.dilation() - 1);
    }
    if (!spec.name().isEmpty()) {
      text.append("n\"").append(spec.name()).append('"');
    }
    return text.toString();
  }

  private static void pair(StringBuilder text, String field, int height, int width) {
    text.append(field).append('h').append(height);
    if (width != height) {
      text.append(field).append('w').append(width);
    }
  }

  /** Fills {@code fields} and gives the name, or an empty one. */
  private static String split(String text, Map<String, Integer> fields) {
    String name = "";
    int position = 0;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '#') {
        break;
      }
      if (c == '_' || Character.isWhitespace(c)) {
        position++;
        continue;
      }
      if (text.startsWith("n\"", position)) {
        int end = text.indexOf('"', position + 2);
        if (end < 0) {
          throw broken("a name must end with a quotation mark", text);
        }
        name = text.substring(position + 2, end);
        position = end + 1;
        continue;
      }
      Matcher field = FIELD.matcher(text).region(position, text.length());
      if (!field.lookingAt()) {
        throw broken(
            "fields must be letters followed by a number, at column " + (position + 1), text);
      }
      String key = field.group(1);
      if (!KNOWN.contains(key)) {
        throw broken("unknown field " + key, text);
      }
      try {
        if (fields.put(key, Integer.parseInt(field.group(2))) != null) {
          throw broken("field " + key + " stands twice", text);
        }
      } catch (NumberFormatException e) {
        throw broken("field " + key + " is too large", text);
      }
      position = field.end();
    }
    return name;
  }

  private static void refuseDepth(Map<String, Integer> fields, String text) {
    for (Map.Entry<String, Integer> field : fields.entrySet()) {
      String key = field.getKey();
      int value = field.getValue();
      if ((FLAT_ONES.contains(key) && value != 1) || (FLAT_ZEROS.contains(key) && value != 0)) {
        throw broken("3-D convolution is not supported, field " + key + "=" + value, text);
      }
    }
  }

  private static Axis axis(Map<String, Integer> fields, char side, String text) {
    int input = required(fields, "i" + side, text);
    int kernel = required(fields, "k" + side, text);
    int stride = fields.getOrDefault("s" + side, 1);
    int dilation = Math.addExact(fields.getOrDefault("d" + side, 0), 1);
    Integer output = fields.get("o" + side);
    Integer padding = fields.get("p" + side);
    try {
      if (output == null) {
        int pad = padding == null ? 0 : padding;
        return Axis.padded(input, kernel, stride, dilation, pad, pad);
      }
      if (padding == null) {
        long covered = (output - 1L) * stride + (kernel - 1L) * dilation + 1;
        padding = (int) Math.max(0, (covered - input) / 2);
      }
      return Axis.withOutput(input, kernel, stride, dilation, padding, output);
    } catch (IllegalArgumentException e) {
      throw broken((side == 'h' ? "height: " : "width: ") + e.getMessage(), text);
    }
  }

  private static int required(Map<String, Integer> fields, String field, String text) {
    Integer value = fields.get(field);
    if (value == null) {
      throw broken("field " + field + " is missing", text);
    }
    return value;
  }

  private static IllegalArgumentException broken(String rule, String text) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s: spec=%s", rule, text.strip()));
  }
}
