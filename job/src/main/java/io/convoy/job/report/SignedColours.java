package io.convoy.job.report;

/**
 * Colours for numbers with a sign: zero is dark, positive numbers glow through orange to white,
 * negative ones through blue to white. What is positive and negative at once, under one pixel of a
 * reduced picture, adds its light.
 */
final class SignedColours {
  /** Zero. */
  static final int NEUTRAL = 0x121318;

  private static final int[] WARM = {NEUTRAL, 0x8c2d12, 0xf08a24, 0xfff1cf};
  private static final int[] COOL = {NEUTRAL, 0x123f8c, 0x3aa0f0, 0xd9f1ff};

  private SignedColours() {}

  /** The colour of a positive and a negative part, each from 0 to 1; more counts as 1. */
  static int rgb(float positive, float negative) {
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      float zero = (NEUTRAL >> shift) & 0xff;
      float light = ramp(WARM, positive, shift) + ramp(COOL, negative, shift) - zero;
      rgb |= Math.max(0, Math.min(255, Math.round(light))) << shift;
    }
    return rgb;
  }

  private static float ramp(int[] stops, float part, int shift) {
    float place = Math.min(1, part) * (stops.length - 1);
    int stop = Math.min(stops.length - 2, (int) place);
    float below = (stops[stop] >> shift) & 0xff;
    float above = (stops[stop + 1] >> shift) & 0xff;
    return below + (above - below) * (place - stop);
  }
}
