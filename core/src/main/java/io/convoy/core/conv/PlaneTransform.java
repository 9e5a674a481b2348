package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Moves the channels of pixels into planes: what {@link PlanePacking} asks for, in vectors. */
final class PlaneTransform {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PlanePacking.WIDTH;

  private PlaneTransform() {}

  /** Writes zeros into the first {@code floats} of some planes. */
  static void zero(float[] target, int to, int planeStep, int planes, int floats) {
    for (int plane = 0; plane < planes; plane++) {
      for (int i = 0; i < floats; i += L) {
        FloatVector.zero(S).intoArray(target, to + plane * planeStep + i);
      }
    }
  }

  /**
   * Copies the channels of the {@code count} pixels of a row, as many as {@code planes} planes
   * take, each pixel's into the planes in turn: so the input is read straight through, which is
   * what makes the processor fetch ahead.
   *
   * @param step floats from pixel to pixel in the source
   * @param to where the first column of the first plane and phase starts
   * @param column the padded column of the first pixel
   * @param stride the number of phases, {@code phaseStep} floats apart
   */
  static void copy(
      float[] source,
      int from,
      int step,
      int count,
      float[] target,
      int to,
      int planeStep,
      int planes,
      int column,
      int stride,
      int phaseStep) {
    int phase = column % stride;
    int line = column / stride * W;
    for (int p = 0; p < count; p++) {
      pixel(source, from + p * step, target, to + phase * phaseStep + line, planeStep, planes);
      if (++phase == stride) {
        phase = 0;
        line += W;
      }
    }
  }

  private static void pixel(
      float[] source, int from, float[] target, int to, int planeStep, int planes) {
    for (int plane = 0; plane < planes; plane++) {
      line(source, from + plane * W, target, to + plane * planeStep);
    }
  }

  /** Copies the channels of one plane, without a loop: a loop of two turns is all overhead. */
  private static void line(float[] source, int from, float[] target, int to) {
    FloatVector.fromArray(S, source, from).intoArray(target, to);
    if (L <= 8) {
      FloatVector.fromArray(S, source, from + W / 2).intoArray(target, to + W / 2);
    }
    if (L <= 4) {
      FloatVector.fromArray(S, source, from + W / 4).intoArray(target, to + W / 4);
      FloatVector.fromArray(S, source, from + 3 * W / 4).intoArray(target, to + 3 * W / 4);
    }
  }
}
