package io.convoy.core.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory that this process holds outside the Java heap, which grows and shrinks as it likes.
 *
 * <p>The JVM puts a heap of less than 32 GiB at the bottom of the address space, where its short
 * pointers reach; what native libraries take lies far above.
 */
final class NativeMemory {
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");

  /** Above all that a short pointer reaches. */
  private static final long HEAP_END = 1L << 36;

  private NativeMemory() {}

  /** Bytes in use now that are no file's; 0 where the system doesn't tell. */
  static long bytes() {
    if (!Files.isReadable(MAPPINGS)) {
      return 0;
    }
    long kilobytes = 0;
    boolean counts = false;
    try {
      for (String line : Files.readAllLines(MAPPINGS)) {
        int dash = line.indexOf('-');
        int blank = line.indexOf(' ');
        if (dash > 0 && dash < blank) {
          counts = Long.parseUnsignedLong(line.substring(0, dash), 16) >= HEAP_END;
        } else if (counts && line.startsWith("Anonymous:")) {
          kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      return kilobytes * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
