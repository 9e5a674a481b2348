package io.convoy.core.io;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a tensor written as nested lists. The first list at each depth sets the extent; every other
 * one at that depth must have it too.
 */
final class NestedLists {
  /** Deeper nesting is no tensor; and the reader calls itself once a depth. */
  private static final int DEEPEST = 16;

  private final ChannelReader file;
  private final JsonParser json;
  private final String name;

  /** The extent at each depth, unknown until the first list there has ended. */
  private final List<Integer> extents = new ArrayList<>();

  /** Where the list being read stands, for errors. */
  private final List<Integer> position = new ArrayList<>();

  /** The depth at which numbers stand, unknown until the first one. */
  private int rank = -1;

  private float[] numbers = new float[64];
  private int count;

  /** A reader of the list that the parser has just entered. */
  NestedLists(ChannelReader file, JsonParser json, String name) {
    this.file = file;
    this.json = json;
    this.name = name;
  }

  Tensor read() throws IOException {
    readList(1);
    long[] shape = extents.stream().mapToLong(Integer::longValue).toArray();
    return new Tensor(file.shape(shape), Arrays.copyOf(numbers, count));
  }

  private void readList(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw refused("lists must be nested at most " + DEEPEST + " deep");
    }
    if (extents.size() < depth) {
      extents.add(null);
    }
    int length = 0;
    position.add(0);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      position.set(depth - 1, length++);
      JsonToken token = json.currentToken();
      if (token == JsonToken.START_ARRAY && depth != rank) {
        readList(depth + 1);
      } else if (token != null && token.isNumeric() && (rank < 0 || depth == rank)) {
        rank = depth;
        if (extents.size() > depth) {
          throw refused("a number must not stand beside lists");
        }
        add();
      } else if (token == JsonToken.START_ARRAY) {
        throw refused("a list must not stand beside numbers");
      } else if (token != null && token.isNumeric()) {
        throw refused("a number must not stand beside lists");
      } else {
        throw refused("only numbers and lists may stand in a tensor");
      }
    }
    position.remove(depth - 1);
    if (length == 0) {
      throw refused("a list must not be empty");
    }
    Integer extent = extents.get(depth - 1);
    if (extent == null) {
      extents.set(depth - 1, length);
    } else if (extent != length) {
      throw refused("lists must be equally long: length=" + length + ", expected=" + extent);
    }
  }

  private void add() throws IOException {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    // From the text, so that it is rounded once; by way of double it would be rounded twice.
    numbers[count++] = json.isNaN() ? json.getFloatValue() : Float.parseFloat(json.getText());
  }

  private IOException refused(String rule) {
    StringBuilder place = new StringBuilder(name);
    position.forEach(index -> place.append('[').append(index).append(']'));
    return file.broken(rule + ": at=" + place + ", line=" + JsonFile.line(json));
  }
}
