package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums around the products of {@link StrassenProduct}: of windows before them, and after them.
 */
final class StrassenTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;

  private StrassenTransform() {}

  /**
   * Makes the rows of seven left panels from the windows of two pixels, in whole vectors: it reads
   * and writes up to a vector less one float past the end of each.
   *
   * @param first where the first half of the first pixel's window lies, and {@code second} the
   *     second half; those of the other pixel are {@code step} further
   * @param half floats of half a window
   * @param row of the panels, from their start
   * @param panels where they start, one each {@code panelStep} from {@code panel}
   */
  static void left(
      float[] windows,
      int first,
      int second,
      int step,
      int half,
      float[] target,
      int row,
      int[] panels,
      int panel,
      int panelStep) {
    int to0 = row + panels[panel];
    int to1 = row + panels[panel + panelStep];
    int to2 = row + panels[panel + 2 * panelStep];
    int to3 = row + panels[panel + 3 * panelStep];
    int to4 = row + panels[panel + 4 * panelStep];
    int to5 = row + panels[panel + 5 * panelStep];
    int to6 = row + panels[panel + 6 * panelStep];
    for (int k = 0; k < half; k += L) {
      FloatVector x = FloatVector.fromArray(S, windows, first + k);
      FloatVector y = FloatVector.fromArray(S, windows, second + k);
      FloatVector z = FloatVector.fromArray(S, windows, first + step + k);
      FloatVector w = FloatVector.fromArray(S, windows, second + step + k);
      FloatVector both = z.add(w);
      FloatVector s = both.sub(x);
      x.intoArray(target, to0 + k);
      y.intoArray(target, to1 + k);
      s.intoArray(target, to2 + k);
      both.intoArray(target, to3 + k);
      y.sub(s).intoArray(target, to4 + k);
      x.sub(z).intoArray(target, to5 + k);
      w.intoArray(target, to6 + k);
    }
  }

  /** Puts the sums of the numbers from {@code a} and from {@code b} to those from {@code c}. */
  static void add(float[] numbers, int a, int b, int c, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(S, numbers, a + i)
          .add(FloatVector.fromArray(S, numbers, b + i))
          .intoArray(numbers, c + i);
    }
  }

  /**
   * Adds bias, then residual, to the sums of pairs of pixels in two blocks of channels, two vectors
   * of each, and raises to {@code low} what is less.
   *
   * @param y00 sums of the first pixels in block 0, those of the next pair two vectors further;
   *     {@code y01} in block 1, {@code y10} and {@code y11} of the second pixels
   * @param bias one number an output channel, from {@code oc} for block 0, {@code block} further
   *     for block 1
   * @param residual from {@code ro}, with its steps from pixel to pixel and from block to block;
   *     for none see {@link TailTransform#NOTHING}
   */
  static void finish(
      float[] sums,
      int y00,
      int y01,
      int y10,
      int y11,
      float[] bias,
      int oc,
      int block,
      float low,
      float[] residual,
      int ro,
      int rStep,
      int rBlock,
      float[] y,
      int yo,
      int yStep,
      int pairs) {
    FloatVector bound = FloatVector.broadcast(S, low);
    FloatVector bias0a = FloatVector.fromArray(S, bias, oc);
    FloatVector bias0b = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bias1a = FloatVector.fromArray(S, bias, oc + block);
    FloatVector bias1b = FloatVector.fromArray(S, bias, oc + block + L);
    int rVector = rStep == 0 ? 0 : L;
    for (int p = 0; p < pairs; p++) {
      int at = p * (2 * L);
      int to = yo + p * (2 * yStep);
      int r = ro + p * (2 * rStep);
      FloatVector x0 =
          FloatVector.fromArray(S, sums, y00 + at)
              .add(bias0a)
              .add(FloatVector.fromArray(S, residual, r));
      x0.blend(bound, x0.compare(VectorOperators.LT, bound)).intoArray(y, to);
      FloatVector x1 =
          FloatVector.fromArray(S, sums, y00 + at + L)
              .add(bias0b)
              .add(FloatVector.fromArray(S, residual, r + rVector));
      x1.blend(bound, x1.compare(VectorOperators.LT, bound)).intoArray(y, to + L);
      FloatVector x2 =
          FloatVector.fromArray(S, sums, y01 + at)
              .add(bias1a)
              .add(FloatVector.fromArray(S, residual, r + rBlock));
      x2.blend(bound, x2.compare(VectorOperators.LT, bound)).intoArray(y, to + block);
      FloatVector x3 =
          FloatVector.fromArray(S, sums, y01 + at + L)
              .add(bias1b)
              .add(FloatVector.fromArray(S, residual, r + rBlock + rVector));
      x3.blend(bound, x3.compare(VectorOperators.LT, bound)).intoArray(y, to + block + L);
      FloatVector x4 =
          FloatVector.fromArray(S, sums, y10 + at)
              .add(bias0a)
              .add(FloatVector.fromArray(S, residual, r + rStep));
      x4.blend(bound, x4.compare(VectorOperators.LT, bound)).intoArray(y, to + yStep);
      FloatVector x5 =
          FloatVector.fromArray(S, sums, y10 + at + L)
              .add(bias0b)
              .add(FloatVector.fromArray(S, residual, r + rStep + rVector));
      x5.blend(bound, x5.compare(VectorOperators.LT, bound)).intoArray(y, to + yStep + L);
      FloatVector x6 =
          FloatVector.fromArray(S, sums, y11 + at)
              .add(bias1a)
              .add(FloatVector.fromArray(S, residual, r + rStep + rBlock));
      x6.blend(bound, x6.compare(VectorOperators.LT, bound)).intoArray(y, to + yStep + block);
      FloatVector x7 =
          FloatVector.fromArray(S, sums, y11 + at + L)
              .add(bias1b)
              .add(FloatVector.fromArray(S, residual, r + rStep + rBlock + rVector));
      x7.blend(bound, x7.compare(VectorOperators.LT, bound)).intoArray(y, to + yStep + block + L);
    }
  }
}
