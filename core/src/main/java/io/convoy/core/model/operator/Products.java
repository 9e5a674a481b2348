package io.convoy.core.model.operator;

import io.convoy.core.model.graph.Value;
import java.util.Arrays;
import java.util.List;

/** Products of matrices. */
final class Products {
  private Products() {}

  static List<Operator> all() {
    return List.of(Plain.of("Gemm", Products::gemm), Plain.of("MatMul", Products::matMul));
  }

  private static Prepared gemm(Call call) {
    Operand a = call.input(0);
    Operand b = call.input(1);
    boolean turnA = call.attributes().flag("transA", false);
    boolean turnB = call.attributes().flag("transB", false);
    float alpha = call.attributes().real("alpha", 1f);
    float beta = call.attributes().real("beta", 1f);
    if (a.rank() != 2 || b.rank() != 2) {
      throw new IllegalArgumentException("Gemm multiplies matrices: " + a + " and " + b);
    }
    int rows = a.extent(turnA ? 1 : 0);
    int depth = a.extent(turnA ? 0 : 1);
    int columns = b.extent(turnB ? 0 : 1);
    if (b.extent(turnB ? 1 : 0) != depth) {
      throw new IllegalArgumentException(
          "columns of the first matrix must equal rows of the second: " + a + " and " + b);
    }
    int[] extents = {rows, columns};
    int[] strides = new int[2];
    if (call.has(2)) {
      Operand c = call.input(2);
      if (!Arrays.equals(Positions.broadcast(extents, c.extents(), a, c), extents)) {
        throw new IllegalArgumentException("what is added must fit the product: " + c);
      }
      strides = Positions.broadcastStrides(c.extents(), extents);
    }
    int[] added = strides;
    return Prepared.of(
        new TensorType(a.type(), extents),
        (long) rows * columns * depth,
        (in, out) -> {
          boolean sums = in.length > 2 && in[2] != null;
          for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
              double sum = 0;
              for (int k = 0; k < depth; k++) {
                sum +=
                    in[0].real(turnA ? k * rows + i : i * depth + k)
                        * in[1].real(turnB ? j * depth + k : k * columns + j);
              }
              double more = sums ? beta * in[2].real(i * added[0] + j * added[1]) : 0;
              out[0].set(i * columns + j, alpha * sum + more);
            }
          }
        });
  }

  private static Prepared matMul(Call call) {
    Operand a = call.input(0);
    Operand b = call.input(1);
    if (a.rank() == 0 || b.rank() == 0) {
      throw new IllegalArgumentException("MatMul multiplies no scalars: " + a + " and " + b);
    }
    int[] left = a.rank() == 1 ? new int[] {1, a.extent(0)} : a.extents();
    int[] right = b.rank() == 1 ? new int[] {b.extent(0), 1} : b.extents();
    int rows = left[left.length - 2];
    int depth = left[left.length - 1];
    int columns = right[right.length - 1];
    if (right[right.length - 2] != depth) {
      throw new IllegalArgumentException(
          "columns of the first matrix must equal rows of the second: " + a + " and " + b);
    }
    int[] outerLeft = Arrays.copyOf(left, left.length - 2);
    int[] outerRight = Arrays.copyOf(right, right.length - 2);
    int[] outer = Positions.broadcast(outerLeft, outerRight, a, b);
    int[] stepLeft = Positions.broadcastStrides(outerLeft, outer);
    int[] stepRight = Positions.broadcastStrides(outerRight, outer);
    int rank = outer.length;
    int[] extents = Arrays.copyOf(outer, rank + (a.rank() > 1 ? 1 : 0) + (b.rank() > 1 ? 1 : 0));
    if (a.rank() > 1) {
      extents[rank++] = rows;
    }
    if (b.rank() > 1) {
      extents[rank] = columns;
    }
    return Prepared.of(
        new TensorType(a.type(), extents),
        (long) Value.count(outer) * rows * columns * depth,
        (in, out) -> {
          int[] position = new int[outer.length];
          for (int m = 0; m < Value.count(outer); m++) {
            int x = Positions.index(position, stepLeft) * rows * depth;
            int y = Positions.index(position, stepRight) * depth * columns;
            product(in, out[0], x, y, m * rows * columns, rows, depth, columns);
            Positions.next(position, outer);
          }
        });
  }

  private static void product(
      Value[] in, Value out, int x, int y, int to, int rows, int depth, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        for (int k = 0; k < depth; k++) {
          sum += in[0].real(x + i * depth + k) * in[1].real(y + k * columns + j);
        }
        out.set(to + i * columns + j, sum);
      }
    }
  }
}
