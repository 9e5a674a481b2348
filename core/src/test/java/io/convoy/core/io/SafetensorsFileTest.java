package io.convoy.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  private static final String TWO =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"conv.weight\":{\"dtype\":\"F32\",\"shape\":[1,1,1,2],\"data_offsets\":[0,8]},"
          + "\"conv.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";

  @Test
  void everyTensorIsAColumn() throws IOException {
    byte[] file = file(TWO, data(12).putFloat(1).putFloat(2).putFloat(3));
    try (TensorFile tensors = new SafetensorsFormat().open(new TrickleChannel(file), "m.st")) {
      assertEquals(
          List.of("conv.weight", "conv.bias"),
          tensors.columns().stream().map(TensorColumn::name).toList());
      assertEquals(1, tensors.records());
      assertEquals("m.st", tensors.id(0));
      assertEquals(Shape.of(1, 1, 1, 2), tensors.shape("conv.weight", 0));
      assertArrayEquals(new float[] {1, 2}, tensors.read("conv.weight", 0).data());
      assertArrayEquals(new float[] {3}, tensors.read("conv.bias", 0).data());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "F32,0000c03f",
    "F64,000000000000f83f",
    "F16,003e",
    "BF16,c03f",
  })
  void everyFloatTypeIsRead(String type, String littleEndianOnePointFive) throws IOException {
    byte[] number = HexFormat.of().parseHex(littleEndianOnePointFive);
    String header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":[1],\"data_offsets\":[0,%d]}}"
            .formatted(type, number.length);

    assertArrayEquals(
        new float[] {1.5f}, weights(file(header, ByteBuffer.wrap(number)), Optional.empty()));
  }

  @Test
  void bytesAreUnsigned() throws IOException {
    byte[] file =
        file(
            "{\"w\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
            ByteBuffer.wrap(new byte[] {1, (byte) 200}));

    assertArrayEquals(new float[] {1, 200}, weights(file, Optional.of("w")));
  }

  @Test
  void oneOfSeveralMustBeNamed() throws IOException {
    byte[] file = file(TWO, data(12).putFloat(1).putFloat(2).putFloat(3));

    assertArrayEquals(new float[] {3}, weights(file, Optional.of("conv.bias")));
    assertEquals(
        "m.safetensors: name one of the file's tensors, as m.safetensors#NAME:"
            + " tensors=[conv.weight, conv.bias]",
        assertThrows(IllegalArgumentException.class, () -> weights(file, Optional.empty()))
            .getMessage());
    assertEquals(
        "m.safetensors: no tensor of that name: name=bias, tensors=[conv.weight, conv.bias]",
        assertThrows(IllegalArgumentException.class, () -> weights(file, Optional.of("bias")))
            .getMessage());
  }

  @Test
  void otherElementTypesAreRefusedWhenRead() {
    byte[] file = file("{\"n\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", data(8));

    assertRefused(file, "elements must be F32, F64, F16, BF16 or U8: tensor=n, dtype=I64");
  }

  @Test
  void damagedFilesAreRefused() {
    String one = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,%d]}}";
    assertRefused(new byte[5], "file ends too soon: bytes=5, needed=8");
    assertRefused(
        "this is not a tensor".getBytes(StandardCharsets.US_ASCII),
        "not a safetensors file, its header must be shorter than 100 MB:"
            + " bytes=2338328219631577204");
    assertRefused(file("[1]", data(0)), "safetensors header must be a JSON object");
    assertRefused(
        file("{\"w\":{\"dtype\":\"F32\"}}", data(0)),
        "safetensors header must tell dtype, shape and data_offsets: tensor=w");
    assertRefused(
        file(one.formatted(12), data(12)),
        "a tensor's bytes must be what its shape needs: tensor=w, shape=(2), bytes=12, needed=8");
    byte[] whole = file(one.formatted(8), data(8));
    assertRefused(
        Arrays.copyOf(whole, whole.length - 1),
        "file ends too soon: bytes=" + (whole.length - 1) + ", needed=" + whole.length);
    assertRefused(
        file("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", data(8)),
        "data_offsets must be in order: tensor=w, data_offsets=[8,0]");
    assertRefused(
        file("{\"w\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", data(8)),
        "an extent must be from 0 to 2147483647: extent=-2");
  }

  private static void assertRefused(byte[] file, String reason) {
    assertEquals(
        "m.safetensors: " + reason,
        assertThrows(IOException.class, () -> weights(file, Optional.empty())).getMessage());
  }

  private static float[] weights(byte[] file, Optional<String> name) throws IOException {
    return Weights.read(new TrickleChannel(file), "m.safetensors", name).data();
  }

  private static ByteBuffer data(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] file(String header, ByteBuffer data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return data(8 + text.length + data.capacity())
        .putLong(text.length)
        .put(text)
        .put(data.array())
        .array();
  }
}
