package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 pixels × 1 vector of output channels, the highest for 16 registers.
 *
 * <p>4 accumulators + 1 of the right panel + 4 broadcasts = 9 registers.
 */
final class Tile4x1MicroKernel extends FullTileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile4x1MicroKernel() {
    super(4, 1);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    int end = ao + k;
    int row = bo - ao * L;
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      FloatVector a2 = FloatVector.broadcast(S, a[i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      FloatVector a3 = FloatVector.broadcast(S, a[i + 4 * W]);
      c3a = a3.fma(b0, c3a);
    }
    c0a.intoArray(c, co);
    c1a.intoArray(c, co + step);
    c2a.intoArray(c, co + 2 * step);
    c3a.intoArray(c, co + 3 * step);
  }

  @Override
  void finish(
      float[] a,
      int ao,
      float[] b,
      int bo,
      int k,
      float[] bias,
      int oc,
      float low,
      float[] c,
      int co,
      int step) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    int end = ao + k;
    int row = bo - ao * L;
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      FloatVector a2 = FloatVector.broadcast(S, a[i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      FloatVector a3 = FloatVector.broadcast(S, a[i + 4 * W]);
      c3a = a3.fma(b0, c3a);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0);
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(c, co);
    c1a = c1a.add(bias0);
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(c, co + step);
    c2a = c2a.add(bias0);
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(c, co + 2 * step);
    c3a = c3a.add(bias0);
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(c, co + 3 * step);
  }

  @Override
  void resume(
      float[] a,
      int ao,
      float[] b,
      int bo,
      int k,
      float[] start,
      int so,
      int startStep,
      float[] c,
      int co,
      int step) {
    FloatVector c0a = FloatVector.fromArray(S, start, so);
    FloatVector c1a = FloatVector.fromArray(S, start, so + startStep);
    FloatVector c2a = FloatVector.fromArray(S, start, so + 2 * startStep);
    FloatVector c3a = FloatVector.fromArray(S, start, so + 3 * startStep);
    int end = ao + k;
    int row = bo - ao * L;
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      FloatVector a2 = FloatVector.broadcast(S, a[i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      FloatVector a3 = FloatVector.broadcast(S, a[i + 4 * W]);
      c3a = a3.fma(b0, c3a);
    }
    c0a.intoArray(c, co);
    c1a.intoArray(c, co + step);
    c2a.intoArray(c, co + 2 * step);
    c3a.intoArray(c, co + 3 * step);
  }
}
