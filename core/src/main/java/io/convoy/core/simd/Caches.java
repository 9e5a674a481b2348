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
 */
public record Caches(int level1, int level2) {
  /** What is assumed where the system doesn't tell: the smallest of today's server cores. */
  private static final Caches ASSUMED = new Caches(32 << 10, 512 << 10);

  /** This machine's, read from Linux' sysfs, or the assumed ones. */
  public static final Caches HERE =
      new Caches(size("index0", ASSUMED.level1), size("index2", ASSUMED.level2));

  private static int size(String index, int assumed) {
    Path file = Path.of("/sys/devices/system/cpu/cpu0/cache", index, "size");
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
      if (text.matches("\\d{1,6}K")) {
        return Integer.parseInt(text.substring(0, text.length() - 1)) << 10;
      }
      return assumed;
    } catch (IOException notLinux) {
      return assumed;
    }
  }
}
