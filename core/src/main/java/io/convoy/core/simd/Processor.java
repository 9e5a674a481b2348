package io.convoy.core.simd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the machine calls its processor. */
public final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * The model's name; with family and model number, since a virtual machine's name is short. The
   * architecture alone where the system doesn't tell.
   */
  public static String name() {
    Map<String, String> fields = new HashMap<>();
    try {
      for (String line : Files.readAllLines(CPU_INFO, StandardCharsets.UTF_8)) {
        String[] parts = line.split("\\s*:\\s*", 2);
        if (parts.length == 2) {
          fields.putIfAbsent(parts[0], parts[1]);
        }
      }
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
    return fields.getOrDefault("model name", System.getProperty("os.arch"))
        + " (family "
        + fields.getOrDefault("cpu family", "?")
        + ", model "
        + fields.getOrDefault("model", "?")
        + ")";
  }
}
