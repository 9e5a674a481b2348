package io.convoy.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Colours from tables are those of libjpeg's formula. */
final class JpegColorsTest {
  private static final int HALF = 1 << 15;

  @Test
  void everyTripleOfComponentsGivesWhatTheFormulaSays() {
    JpegHeader header =
        new JpegHeader(
            0xc0, 8, 256, 256, new byte[] {1, 2, 3}, true, Optional.empty(), Orientation.TOP_LEFT);
    byte[] stored = new byte[3 << 16];
    float[] expected = new float[3 << 16];
    for (int y = 0; y < 256; y++) {
      for (int p = 0; p < 1 << 16; p++) {
        int cb = (p & 0xff) - 128;
        int cr = (p >> 8) - 128;
        stored[3 * p] = (byte) y;
        stored[3 * p + 1] = (byte) (cb + 128);
        stored[3 * p + 2] = (byte) (cr + 128);
        expected[3 * p] = clamp(y + ((91881 * cr + HALF) >> 16));
        expected[3 * p + 1] = clamp(y + ((HALF - 22554 * cb - 46802 * cr) >> 16));
        expected[3 * p + 2] = clamp(y + ((116130 * cb + HALF) >> 16));
      }
      assertArrayEquals(expected, JpegColors.decode(header, stored).pixels(), "y=" + y);
    }
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
