package io.convoy.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFileTest {
  private static final String BANK =
      """
      {
        "description": "edges",
        "names": ["left", "top"],
        "weights": [[[[-1, 0, 1]]], [[[-1, -2.5, 1e-3]]]],
        "bias": [0, 0.5]
      }
      """;

  @Test
  void nestedListsAreATensor() throws IOException {
    Tensor tensor = weights("[[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]]");

    TestTensors.assertSame(TestTensors.counting(2, 2, 3), tensor);
  }

  @Test
  void numbersAreRoundedOnce() throws IOException {
    // Half-way between two floats but for the last digit, which a double loses.
    String text = "1.00000005960464477539062500000000001";

    assertArrayEquals(
        new float[] {Float.parseFloat(text), 0.1f, 1e30f, -0f},
        weights("[" + text + ", 0.1, 1e30, -0.0]").data());
    assertEquals(1.0000001f, Float.parseFloat(text));
  }

  @Test
  void infiniteAndUndefinedNumbersAreAllowed() throws IOException {
    assertArrayEquals(
        new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY},
        weights("[NaN, Infinity, -Infinity]").data());
  }

  @Test
  void bankNamesItsWeightsBiasAndChannels() throws IOException {
    assertEquals(Shape.of(2, 1, 1, 3), weights(BANK).shape());
    assertArrayEquals(
        new float[] {0, 0.5f}, Weights.read(channel(BANK), "w.json", Optional.of("bias")).data());
    assertEquals(List.of("left", "top"), Weights.channelNames(channel(BANK), "w.json"));
    assertEquals(List.of(), Weights.channelNames(channel("[1]"), "w.json"));
  }

  @Test
  void tensorsAreTheColumnsOfOneRecord() throws IOException {
    try (TensorFile file = new JsonFormat().open(channel(BANK), "w.json")) {
      assertEquals(
          List.of("weights", "bias"), file.columns().stream().map(TensorColumn::name).toList());
      assertEquals(1, file.records());
      assertEquals("w.json", file.id(0));
      assertEquals(Shape.of(2), file.shape("bias", 0));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[[1, 2], [3]]; lists must be equally long: length=1, expected=2: at=tensor[1], line=1",
        "[[1], [2, 3]]; lists must be equally long: length=2, expected=1: at=tensor[1], line=1",
        "[[[1], [2]], [[3]]]; lists must be equally long: length=1, expected=2: at=tensor[1],"
            + " line=1",
        "[1, [2]]; a list must not stand beside numbers: at=tensor[1], line=1",
        "[[1], 2]; a number must not stand beside lists: at=tensor[1], line=1",
        "[[[1]], [2]]; a number must not stand beside lists: at=tensor[1][0], line=1",
        "[]; a list must not be empty: at=tensor, line=1",
        "[[1], []]; a list must not be empty: at=tensor[1], line=1",
        "[1, \"2\"]; only numbers and lists may stand in a tensor: at=tensor[1], line=1",
        "[1, null]; only numbers and lists may stand in a tensor: at=tensor[1], line=1",
        "[1] 2; nothing may follow the tensor: line=1",
        "3; a JSON tensor must be nested lists, or an object of them",
        "{\"weights\": 3}; a key must be description, names or a tensor: key=weights, line=1",
        "{\"names\": [1]}; names must be texts: line=1",
        "{\"names\": [\"a\"], \"weights\": [[[[1]]], [[[2]]]]}; names must be one an output channel:"
            + " names=1, outputChannels=2",
      })
  void raggedListsAreRefusedWithTheirPlace(String text, String reason) {
    assertRefused(text, reason);
  }

  @Test
  void placeHasItsLine() {
    assertRefused(
        "[\n  [1, 2],\n  [3]\n]",
        "lists must be equally long: length=1, expected=2: at=tensor[1], line=3");
  }

  @Test
  void brokenJsonIsRefused() {
    assertRefused(
        "[1, 2", "not JSON: line=1, Unexpected end-of-input: expected close marker for Array");
    assertRefused("{\"a\": [1], \"a\": [2]}", "not JSON: line=1, Duplicate field 'a'");
    assertRefused("", "a JSON tensor must be nested lists, or an object of them");
    assertRefused(
        "[".repeat(100),
        "lists must be nested at most 16 deep: at=tensor" + "[0]".repeat(16) + ", line=1");
  }

  private static void assertRefused(String text, String reason) {
    assertEquals(
        "w.json: " + reason, assertThrows(IOException.class, () -> weights(text)).getMessage());
  }

  private static Tensor weights(String text) throws IOException {
    return Weights.read(channel(text), "w.json", Optional.empty());
  }

  private static TrickleChannel channel(String text) {
    return new TrickleChannel(text.getBytes(StandardCharsets.UTF_8));
  }
}
