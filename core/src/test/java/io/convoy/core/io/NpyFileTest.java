package io.convoy.core.io;

import static io.convoy.core.io.TestTensors.assertSame;
import static io.convoy.core.io.TestTensors.counting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
  @Test
  void writesWhatNumPyWrites() throws IOException {
    byte[] file = written(counting(2, 3));

    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3,), }";
    assertEquals(128 + 24, file.length);
    assertArrayEquals(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0}, Arrays.copyOf(file, 10));
    String text = new String(file, 10, 118, StandardCharsets.US_ASCII);
    assertEquals(header, text.strip());
    assertEquals('\n', text.charAt(117));
    assertEquals(
        5f, ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getFloat(file.length - 4));
  }

  @ParameterizedTest
  @CsvSource({"1", "7", "'3,1'", "'3,5,7'", "'1,1,1'", "'2,0,3'", "'70000'"})
  void smallTensorIsOneRecord(String extents) throws IOException {
    Tensor tensor = counting(ints(extents));

    try (TensorFile file = open(written(tensor))) {
      assertEquals(1, file.records());
      assertEquals("x.npy", file.id(0));
      assertEquals(tensor.shape(), file.shape("tensor", 0));
      assertSame(tensor, file.read("tensor", 0));
    }
  }

  @Test
  void fourDimensionsAreABatch() throws IOException {
    try (TensorFile file = open(written(counting(3, 2, 2, 2)))) {
      assertEquals(3, file.records());
      assertEquals("x.npy#2", file.id(2));
      assertEquals(Optional.of(Shape.of(2, 2, 2)), file.columns().get(0).shape());
      assertArrayEquals(
          new float[] {16, 17, 18, 19, 20, 21, 22, 23}, file.read("tensor", 2).data());
      assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, file.read("tensor", 0).data());
      assertThrows(IndexOutOfBoundsException.class, () -> file.read("tensor", 3));
    }
  }

  @Test
  void weightsAreReadWhole() throws IOException {
    Tensor weights = counting(3, 2, 2, 2);

    TrickleChannel channel = new TrickleChannel(written(weights));
    assertSame(weights, Weights.read(channel, "w.npy", Optional.empty()));
    assertTrue(channel.isOpen());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryVersion(int version) throws IOException {
    byte[] numbers = floats(ByteOrder.LITTLE_ENDIAN, 1, 2);
    byte[] file =
        npy(version, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", numbers);

    assertArrayEquals(new float[] {1, 2}, only(file).data());
  }

  @Test
  void readsBigEndianFloats() throws IOException {
    byte[] file =
        npy(
            1,
            "{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }",
            floats(ByteOrder.BIG_ENDIAN, 1.5f, -2));

    assertArrayEquals(new float[] {1.5f, -2}, only(file).data());
  }

  @ParameterizedTest
  @CsvSource({"<,LITTLE_ENDIAN", ">,BIG_ENDIAN"})
  void readsDoubles(String sign, String order) throws IOException {
    ByteOrder byteOrder =
        order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] numbers =
        ByteBuffer.allocate(16).order(byteOrder).putDouble(0.1).putDouble(1e300).array();
    byte[] file =
        npy(1, "{'descr': '" + sign + "f8', 'fortran_order': False, 'shape': (2,), }", numbers);

    assertArrayEquals(new float[] {0.1f, Float.POSITIVE_INFINITY}, only(file).data());
  }

  @Test
  void readsBytesAsUnsigned() throws IOException {
    byte[] file =
        npy(
            1,
            "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }",
            new byte[] {0, 127, (byte) 255});

    assertArrayEquals(new float[] {0, 127, 255}, only(file).data());
  }

  @Test
  void readsHalves() throws IOException {
    short[] halves = {0x3c00, (short) 0xc000, 0x7bff, 0x0001, (short) 0x8000, 0x7c00, 0x0400};
    ByteBuffer numbers = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asShortBuffer().put(halves);
    byte[] file =
        npy(1, "{'descr': '<f2', 'fortran_order': False, 'shape': (7,), }", numbers.array());

    assertArrayEquals(
        new float[] {1, -2, 65504, 0x1p-24f, -0f, Float.POSITIVE_INFINITY, 0x1p-14f},
        only(file).data());
  }

  @Test
  void fortranOrderIsTurned() throws IOException {
    // [[0, 1, 2], [3, 4, 5]], column after column.
    byte[] file =
        npy(
            1,
            "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }",
            floats(ByteOrder.LITTLE_ENDIAN, 0, 3, 1, 4, 2, 5));

    assertSame(counting(2, 3), only(file));
  }

  @Test
  void fortranOrderedBatchGivesItsRecords() throws IOException {
    Tensor batch = counting(3, 2, 4, 5);
    float[] fortran = new float[batch.data().length];
    for (int n = 0; n < 3; n++) {
      for (int c = 0; c < 2; c++) {
        for (int h = 0; h < 4; h++) {
          for (int w = 0; w < 5; w++) {
            fortran[n + 3 * (c + 2 * (h + 4 * w))] = batch.at(n, c, h, w);
          }
        }
      }
    }
    byte[] file =
        npy(
            1,
            "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2, 4, 5), }",
            floats(ByteOrder.LITTLE_ENDIAN, fortran));

    assertSame(batch, Weights.read(new TrickleChannel(file), "x.npy", Optional.empty()));
    try (TensorFile records = open(file)) {
      assertEquals(40f, records.read("tensor", 1).data()[0]);
      assertEquals(119f, records.read("tensor", 2).at(1, 3, 4));
    }
  }

  @Test
  void scalarIsOneNumber() throws IOException {
    byte[] file =
        npy(
            1,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
            floats(ByteOrder.LITTLE_ENDIAN, 7));

    assertSame(new Tensor(Shape.of(1), new float[] {7}), only(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<i8", "<c8", "|b1", "<U5", ">u2"})
  void otherElementsAreRefused(String descr) {
    byte[] file =
        npy(1, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (1,), }", new byte[8]);

    assertRefused(
        file,
        "npy elements must be float32, float64, float16 or uint8: dtype="
            + descr
            + ", save with astype('float32')");
  }

  @Test
  void objectsAreRefused() {
    byte[] file = npy(1, "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", new byte[8]);

    assertRefused(
        file,
        "npy elements must be numbers, not Python objects: dtype=object, save with"
            + " astype('float32')");
  }

  @Test
  void recordsWithFieldsAreRefused() {
    byte[] file =
        npy(
            1,
            "{'descr': [('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (1,), }",
            new byte[8]);

    assertRefused(file, "npy elements must be plain numbers, not records with fields");
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] good = written(counting(3, 4));

    assertRefused(new byte[0], "not an npy file, it is too short: bytes=0");
    assertRefused(
        "a text, not an array".getBytes(StandardCharsets.US_ASCII),
        "not an npy file, it doesn't begin with \\x93NUMPY");
    assertRefused(
        Arrays.copyOf(good, good.length - 1),
        "file ends too soon: bytes=" + (good.length - 1) + ", needed=" + good.length);
    assertRefused(Arrays.copyOf(good, 60), "file ends too soon: bytes=60, needed=128");
    byte[] version = good.clone();
    version[6] = 9;
    assertRefused(version, "npy version must be 1, 2 or 3: version=9");
    assertRefused(
        npy(1, "{'descr': '<f4', 'shape': (1,), }", new byte[4]),
        "npy header must tell fortran_order: header={'descr': '<f4', 'shape': (1,), }");
    assertRefused(
        npy(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 2), }", new byte[4]),
        "an extent must be from 0 to 2147483647: extent=4000000000");
    assertRefused(
        npy(
            1,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000, 9), }",
            new byte[4]),
        "the shape has more elements than can be counted");
  }

  @Test
  void failedOpeningClosesTheChannel() {
    TrickleChannel channel = new TrickleChannel(new byte[3]);

    assertThrows(IOException.class, () -> new NpyFormat().open(channel, "x.npy"));
    assertFalse(channel.isOpen());
  }

  private static void assertRefused(byte[] file, String reason) {
    IOException refusal = assertThrows(IOException.class, () -> open(file));
    assertEquals("x.npy: " + reason, refusal.getMessage());
  }

  private static TensorFile open(byte[] file) throws IOException {
    return new NpyFormat().open(new TrickleChannel(file), "x.npy");
  }

  private static Tensor only(byte[] bytes) throws IOException {
    try (TensorFile file = open(bytes)) {
      return file.read("tensor", 0);
    }
  }

  private static byte[] written(Tensor tensor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    NpyFile.write(Channels.newChannel(bytes), tensor);
    return bytes.toByteArray();
  }

  private static byte[] npy(int version, String header, byte[] numbers) {
    int lengthBytes = version == 1 ? 2 : 4;
    ByteBuffer file =
        ByteBuffer.allocate(8 + lengthBytes + header.length() + numbers.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) header.length());
    } else {
      file.putInt(header.length());
    }
    return file.put(header.getBytes(StandardCharsets.US_ASCII)).put(numbers).array();
  }

  private static byte[] floats(ByteOrder order, float... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 4).order(order);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }

  private static int[] ints(String list) {
    return Arrays.stream(list.split(",")).mapToInt(Integer::parseInt).toArray();
  }
}
