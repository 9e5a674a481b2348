package io.convoy.core.simd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The caches of one core, in bytes. Block sizes follow them; no bit of a result does.
 *
 * @param level1 data cache nearest to the core
 * @param level2 the next one
 * @param level3 one core's share of the last one, which several have together, at most {@link
 *     #LARGEST_SHARE}; 0 where it isn't known
 */
public record Caches(int level1, int level2, int level3) {
  /** What is assumed where the system doesn't tell: the smallest of today's server cores. */
  private static final Caches ASSUMED = new Caches(32 << 10, 512 << 10, 0);

  /**
   * The most that a core has to itself of a last cache. A virtual machine shows the whole cache and
   * only its own cores: 480 MB for two, which in truth serve sixty.
   */
  static final int LARGEST_SHARE = 16 << 20;

  /** This machine's, read from Linux' sysfs, or the assumed ones. */
  public static final Caches HERE =
      new Caches(
          size("index0", ASSUMED.level1),
          size("index2", ASSUMED.level2),
          Math.min(LARGEST_SHARE, size("index3", ASSUMED.level3) / sharing("index3")));

  private static int size(String index, int assumed) {
    String text = text(index, "size");
    return text.matches("\\d{1,6}K")
        ? Integer.parseInt(text.substring(0, text.length() - 1)) << 10
        : assumed;
  }

  /** How many processors share a cache, from a list like {@code 0-7,64-71}. */
  private static int sharing(String index) {
    int count = 0;
    for (String part : text(index, "shared_cpu_list").split(",")) {
      if (part.matches("\\d{1,6}(-\\d{1,6})?")) {
        String[] ends = part.split("-");
        count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
      }
    }
    return Math.max(1, count);
  }

  /** What the system says of a cache; nothing where it says nothing. */
  private static String text(String index, String file) {
    Path path = Path.of("/sys/devices/system/cpu/cpu0/cache", index, file);
    try {
      return Files.readString(path, StandardCharsets.US_ASCII).strip();
    } catch (IOException notLinux) {
      return "";
    }
  }
}
