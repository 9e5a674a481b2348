package io.convoy.core.model.graph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The named constants of a node. Whole numbers are {@code Long}, real ones {@code Float}, texts
 * {@code String}, lists {@code List} of these, tensors {@link Value}.
 */
public final class Attributes {
  public static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, Object> values;

  public Attributes(Map<String, Object> values) {
    this.values = new TreeMap<>(values);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public long number(String name, long absent) {
    Object value = values.get(name);
    return value == null ? absent : as(name, value, Long.class);
  }

  public boolean flag(String name, boolean absent) {
    return number(name, absent ? 1 : 0) != 0;
  }

  public float real(String name, float absent) {
    Object value = values.get(name);
    return value == null ? absent : as(name, value, Float.class);
  }

  public String text(String name, String absent) {
    Object value = values.get(name);
    return value == null ? absent : as(name, value, String.class);
  }

  public Optional<Value> tensor(String name) {
    return Optional.ofNullable(values.get(name)).map(value -> as(name, value, Value.class));
  }

  public Optional<long[]> numbers(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    List<?> list = as(name, value, List.class);
    long[] numbers = new long[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = as(name, list.get(i), Long.class);
    }
    return Optional.of(numbers);
  }

  public Optional<int[]> ints(String name) {
    return numbers(name).map(longs -> Value.vector(longs).toInts());
  }

  public Optional<float[]> reals(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    List<?> list = as(name, value, List.class);
    float[] reals = new float[list.size()];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = as(name, list.get(i), Float.class);
    }
    return Optional.of(reals);
  }

  /** These, and one more or another value for one. */
  public Attributes with(String name, Object value) {
    Map<String, Object> more = new TreeMap<>(values);
    more.put(name, value);
    return new Attributes(more);
  }

  private static <T> T as(String name, Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "an attribute must have the type that its operator says: attribute="
              + name
              + ", value="
              + value
              + ", expected="
              + type.getSimpleName());
    }
    return type.cast(value);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
