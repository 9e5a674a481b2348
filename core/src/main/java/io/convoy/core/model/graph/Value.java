package io.convoy.core.model.graph;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A tensor of any ONNX type and rank, row-major; rank 0 is a scalar.
 *
 * <p>Real numbers are held as floats (16-bit ones too, which floats hold exactly) or doubles, whole
 * numbers and truth values as longs. The array is shared, and may be part of a longer one.
 */
public final class Value {
  private final DataType type;
  private final int[] extents;
  private final int elements;
  private final Object array;
  private final int offset;

  private Value(DataType type, int[] extents, Object array, int offset) {
    this.type = type;
    this.extents = extents;
    this.elements = count(extents);
    this.array = array;
    this.offset = offset;
  }

  /** Numbers that are worked out anew for who takes all, and kept for who takes one by one. */
  private static final class Derived {
    private final Supplier<float[]> numbers;
    private volatile float[] kept;

    Derived(Supplier<float[]> numbers) {
      this.numbers = numbers;
    }

    float[] kept() {
      if (kept == null) {
        kept = numbers.get();
      }
      return kept;
    }
  }

  /** Zeros. */
  public static Value zeros(DataType type, int... extents) {
    int count = count(extents);
    Object array =
        switch (type.kind()) {
          case REAL -> type == DataType.DOUBLE ? new double[count] : new float[count];
          case INTEGER -> new long[count];
          case TEXT -> new String[count];
        };
    return new Value(type, extents.clone(), array, 0);
  }

  public static Value floats(float[] data, int... extents) {
    return part(data, 0, extents);
  }

  /** Floats that start at {@code offset} of a longer array. */
  public static Value part(float[] data, int offset, int... extents) {
    int count = count(extents);
    if (offset < 0 || data.length - offset < count) {
      throw new IllegalArgumentException(
          "an array must hold the whole tensor: extents="
              + Arrays.toString(extents)
              + ", offset="
              + offset
              + ", length="
              + data.length);
    }
    return new Value(DataType.FLOAT, extents.clone(), data, offset);
  }

  public static Value longs(DataType type, long[] data, int... extents) {
    if (type.kind() != DataType.Kind.INTEGER || data.length != count(extents)) {
      throw new IllegalArgumentException(
          "whole numbers need a type of whole numbers and as many elements as the extents say:"
              + " type="
              + type
              + ", extents="
              + Arrays.toString(extents)
              + ", length="
              + data.length);
    }
    return new Value(type, extents.clone(), data, 0);
  }

  /** A vector of 64-bit numbers, as shapes and axes are. */
  public static Value vector(long... data) {
    return longs(DataType.INT64, data, data.length);
  }

  /** Floats of a file that is mapped; they can't be set. */
  public static Value view(FloatBuffer data, int... extents) {
    if (data.remaining() != count(extents)) {
      throw new IllegalArgumentException(
          "a view must hold the whole tensor: extents="
              + Arrays.toString(extents)
              + ", length="
              + data.remaining());
    }
    return new Value(DataType.FLOAT, extents.clone(), data.slice(), 0);
  }

  /**
   * Floats that are worked out when they are needed, so that nothing holds them meanwhile; they
   * can't be set.
   *
   * @param numbers gives the same ones in a new array each time
   */
  public static Value derived(Supplier<float[]> numbers, int... extents) {
    return new Value(DataType.FLOAT, extents.clone(), new Derived(numbers), 0);
  }

  public static Value of(Tensor tensor) {
    return floats(tensor.data(), tensor.shape().extents());
  }

  public DataType type() {
    return type;
  }

  public int rank() {
    return extents.length;
  }

  public int[] extents() {
    return extents.clone();
  }

  /** The extent of one dimension; a negative one counts from the innermost. */
  public int extent(int dimension) {
    return extents[dimension < 0 ? dimension + extents.length : dimension];
  }

  public int elements() {
    return elements;
  }

  /** Where in the array it starts. */
  public int offset() {
    return offset;
  }

  /** Element {@code i} in row-major order. */
  public double real(int i) {
    if (array instanceof float[] floats) {
      return floats[offset + i];
    }
    if (array instanceof double[] doubles) {
      return doubles[offset + i];
    }
    if (array instanceof FloatBuffer view) {
      return view.get(offset + i);
    }
    if (array instanceof Derived derived) {
      return derived.kept()[offset + i];
    }
    long whole = integer(i);
    return type == DataType.UINT64 && whole < 0 ? (whole >>> 1) * 2.0 : whole;
  }

  /** Element {@code i} as a whole number; real numbers are cut towards zero. */
  public long integer(int i) {
    if (array instanceof long[] longs) {
      return longs[offset + i];
    }
    return (long) real(i);
  }

  public String text(int i) {
    return ((String[]) array)[offset + i];
  }

  /** Sets element {@code i}, rounded to the type. */
  public void set(int i, double value) {
    if (array instanceof float[] floats) {
      floats[offset + i] = type == DataType.FLOAT ? (float) value : (float) type.round(value);
    } else if (array instanceof double[] doubles) {
      doubles[offset + i] = value;
    } else {
      set(i, (long) value);
    }
  }

  /** Sets element {@code i}, wrapped to the type. */
  public void set(int i, long value) {
    if (array instanceof long[] longs) {
      longs[offset + i] = type.wrap(value);
    } else {
      set(i, (double) value);
    }
  }

  public void set(int i, String value) {
    ((String[]) array)[offset + i] = value;
  }

  /** Copies element {@code from} of a tensor of the same type. */
  public void copy(int to, Value source, int from) {
    if (array instanceof float[] floats && source.array instanceof float[] others) {
      floats[offset + to] = others[source.offset + from];
    } else {
      copy(to, source, from, 1);
    }
  }

  /** Copies elements of a tensor of the same type. */
  public void copy(int to, Value source, int from, int count) {
    if (source.array instanceof FloatBuffer view) {
      view.get(source.offset + from, (float[]) array, offset + to, count);
    } else {
      Object numbers = source.array instanceof Derived derived ? derived.kept() : source.array;
      System.arraycopy(numbers, source.offset + from, array, offset + to, count);
    }
  }

  /** A copy of its numbers as floats. */
  public float[] toFloats() {
    if (array instanceof Derived derived) {
      return derived.numbers.get();
    }
    float[] copy = new float[elements];
    if (array instanceof float[] floats) {
      System.arraycopy(floats, offset, copy, 0, elements);
    } else if (array instanceof FloatBuffer view) {
      view.get(offset, copy, 0, elements);
    } else {
      for (int i = 0; i < elements; i++) {
        copy[i] = (float) real(i);
      }
    }
    return copy;
  }

  /** A copy of its numbers as longs. */
  public long[] toLongs() {
    long[] copy = new long[elements];
    for (int i = 0; i < elements; i++) {
      copy[i] = integer(i);
    }
    return copy;
  }

  /** A copy of its numbers as ints; larger ones become the nearest int. */
  public int[] toInts() {
    int[] copy = new int[elements];
    for (int i = 0; i < elements; i++) {
      copy[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, integer(i)));
    }
    return copy;
  }

  /** As a tensor of floats; a scalar becomes (1). */
  public Tensor toTensor() {
    return new Tensor(shape(extents), toFloats());
  }

  /** The same numbers under other extents of as many elements. */
  public Value reshaped(int... other) {
    if (count(other) != elements) {
      throw new IllegalArgumentException(
          "a reshape must keep the number of elements: from="
              + Arrays.toString(extents)
              + ", to="
              + Arrays.toString(other));
    }
    return new Value(type, other.clone(), array, offset);
  }

  /** Extents as a shape; none become (1). */
  public static Shape shape(int[] extents) {
    return extents.length == 0 ? Shape.of(1) : Shape.of(extents);
  }

  /** Numbers of a tensor of these extents, which need not fit into one array. */
  public static long elements(int[] extents) {
    long count = 1;
    for (int extent : extents) {
      count = Math.multiplyExact(count, (long) extent);
    }
    return count;
  }

  /** The number of elements that extents make. */
  public static int count(int[] extents) {
    long count = elements(extents);
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a tensor must fit into one array: extents=" + Arrays.toString(extents));
    }
    return (int) count;
  }

  /** Type and extents, {@code FLOAT[1, 64, 56, 56]}. */
  @Override
  public String toString() {
    return type + Arrays.toString(extents);
  }
}
