package io.convoy.core.conv;

import io.convoy.core.simd.Simd;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of 4 pixels × 2 vectors of output channels, the highest for 16 registers.
 *
 * <p>8 accumulators + 2 of the right panel + 4 broadcasts = 14 registers.
 */
final class Tile4x2MicroKernel extends FullTileMicroKernel {
  private static final VectorSpecies<Float> S = Simd.SPECIES;
  private static final int L = Simd.LANES;
  private static final int W = PANEL_STRIDE;

  Tile4x2MicroKernel() {
    super(4, 2);
  }

  @Override
  void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int step) {
    FloatVector c0a = FloatVector.zero(S);
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    int end = ao + k;
    int row = bo - ao * (2 * L);
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, row + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, a[i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, a[i + 4 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
    }
    c0a.intoArray(c, co);
    c0b.intoArray(c, co + L);
    c1a.intoArray(c, co + step);
    c1b.intoArray(c, co + step + L);
    c2a.intoArray(c, co + 2 * step);
    c2b.intoArray(c, co + 2 * step + L);
    c3a.intoArray(c, co + 3 * step);
    c3b.intoArray(c, co + 3 * step + L);
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
    FloatVector c0b = FloatVector.zero(S);
    FloatVector c1a = FloatVector.zero(S);
    FloatVector c1b = FloatVector.zero(S);
    FloatVector c2a = FloatVector.zero(S);
    FloatVector c2b = FloatVector.zero(S);
    FloatVector c3a = FloatVector.zero(S);
    FloatVector c3b = FloatVector.zero(S);
    int end = ao + k;
    int row = bo - ao * (2 * L);
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, row + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, a[i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, a[i + 4 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
    }
    FloatVector bias0 = FloatVector.fromArray(S, bias, oc);
    FloatVector bias1 = FloatVector.fromArray(S, bias, oc + L);
    FloatVector bound = FloatVector.broadcast(S, low);
    c0a = c0a.add(bias0);
    c0a.blend(bound, c0a.compare(VectorOperators.LT, bound)).intoArray(c, co);
    c0b = c0b.add(bias1);
    c0b.blend(bound, c0b.compare(VectorOperators.LT, bound)).intoArray(c, co + L);
    c1a = c1a.add(bias0);
    c1a.blend(bound, c1a.compare(VectorOperators.LT, bound)).intoArray(c, co + step);
    c1b = c1b.add(bias1);
    c1b.blend(bound, c1b.compare(VectorOperators.LT, bound)).intoArray(c, co + step + L);
    c2a = c2a.add(bias0);
    c2a.blend(bound, c2a.compare(VectorOperators.LT, bound)).intoArray(c, co + 2 * step);
    c2b = c2b.add(bias1);
    c2b.blend(bound, c2b.compare(VectorOperators.LT, bound)).intoArray(c, co + 2 * step + L);
    c3a = c3a.add(bias0);
    c3a.blend(bound, c3a.compare(VectorOperators.LT, bound)).intoArray(c, co + 3 * step);
    c3b = c3b.add(bias1);
    c3b.blend(bound, c3b.compare(VectorOperators.LT, bound)).intoArray(c, co + 3 * step + L);
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
    FloatVector c0b = FloatVector.fromArray(S, start, so + L);
    FloatVector c1a = FloatVector.fromArray(S, start, so + startStep);
    FloatVector c1b = FloatVector.fromArray(S, start, so + startStep + L);
    FloatVector c2a = FloatVector.fromArray(S, start, so + 2 * startStep);
    FloatVector c2b = FloatVector.fromArray(S, start, so + 2 * startStep + L);
    FloatVector c3a = FloatVector.fromArray(S, start, so + 3 * startStep);
    FloatVector c3b = FloatVector.fromArray(S, start, so + 3 * startStep + L);
    int end = ao + k;
    int row = bo - ao * (2 * L);
    for (int i = ao; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(S, b, row + i * (2 * L));
      FloatVector b1 = FloatVector.fromArray(S, b, row + i * (2 * L) + L);
      FloatVector a0 = FloatVector.broadcast(S, a[i + W]);
      c0a = a0.fma(b0, c0a);
      c0b = a0.fma(b1, c0b);
      FloatVector a1 = FloatVector.broadcast(S, a[i + 2 * W]);
      c1a = a1.fma(b0, c1a);
      c1b = a1.fma(b1, c1b);
      FloatVector a2 = FloatVector.broadcast(S, a[i + 3 * W]);
      c2a = a2.fma(b0, c2a);
      c2b = a2.fma(b1, c2b);
      FloatVector a3 = FloatVector.broadcast(S, a[i + 4 * W]);
      c3a = a3.fma(b0, c3a);
      c3b = a3.fma(b1, c3b);
    }
    c0a.intoArray(c, co);
    c0b.intoArray(c, co + L);
    c1a.intoArray(c, co + step);
    c1b.intoArray(c, co + step + L);
    c2a.intoArray(c, co + 2 * step);
    c2b.intoArray(c, co + 2 * step + L);
    c3a.intoArray(c, co + 3 * step);
    c3b.intoArray(c, co + 3 * step + L);
  }
}
