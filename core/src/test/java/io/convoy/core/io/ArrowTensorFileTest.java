package io.convoy.core.io;

import static io.convoy.core.io.TestTensors.assertSame;
import static io.convoy.core.io.TestTensors.counting;
import static io.convoy.core.io.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrowTensorFileTest {
  private static final List<String> CHW = List.of("C", "H", "W");

  /** Small enough that a handful of records needs several batches. */
  private static final long SMALL_BATCH = 1000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Compression.class)
  void fixedColumnComesBack(Compression compression) throws IOException {
    TensorColumn column = TensorColumn.fixed("conv", Shape.of(3, 5, 7), CHW);
    List<Tensor> tensors = new ArrayList<>();
    for (int n = 0; n < 11; n++) {
      tensors.add(random(n, 3, 5, 7));
    }

    assertComesBack(List.of(column), List.of(tensors), compression);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void variableColumnComesBack(Compression compression) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (int n = 0; n < 11; n++) {
      tensors.add(random(n, 4, 1 + n, 13 - n));
    }

    assertComesBack(List.of(TensorColumn.maps("conv", 4)), List.of(tensors), compression);
  }

  @Test
  void severalColumnsComeBack() throws IOException {
    TensorColumn pooled = TensorColumn.fixed("pooled", Shape.of(6), List.of("C"));
    TensorColumn free =
        new TensorColumn("free", List.of(), List.of(TensorColumn.VARIES, TensorColumn.VARIES));
    List<List<Tensor>> tensors = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int n = 0; n < 40; n++) {
      tensors.get(0).add(random(n, 6));
      tensors.get(1).add(random(n, 2, n % 3 + 1, 9));
      tensors.get(2).add(random(n, n % 5, 2));
    }

    assertComesBack(List.of(pooled, TensorColumn.maps("conv", 2), free), tensors, Compression.NONE);
  }

  @Test
  void recordLargerThanABatchStandsAlone() throws IOException {
    TensorColumn column = TensorColumn.maps("conv", 1);
    List<Tensor> tensors = List.of(random(1, 1, 2, 2), random(2, 1, 300, 200), random(3, 1, 1, 1));

    assertComesBack(List.of(column), List.of(tensors), Compression.NONE);
  }

  @Test
  void unusualFloatsKeepTheirBits() throws IOException {
    float[] numbers = {Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY};
    TensorColumn column = TensorColumn.fixed("x", Shape.of(4), List.of("C"));

    byte[] file =
        written(List.of(column), Compression.ZSTD, List.of(new Tensor(Shape.of(4), numbers)));
    try (TensorFile records = open(file)) {
      float[] read = records.read("x", 0).data();
      for (int i = 0; i < numbers.length; i++) {
        assertEquals(Float.floatToRawIntBits(numbers[i]), Float.floatToRawIntBits(read[i]));
      }
    }
  }

  @Test
  void fileWithoutRecordsIsWhole() throws IOException {
    try (TensorFile records = open(written(List.of(TensorColumn.maps("x", 3)), Compression.NONE))) {
      assertEquals(0, records.records());
      assertEquals(List.of(TensorColumn.maps("x", 3)), records.columns());
      assertThrows(IndexOutOfBoundsException.class, () -> records.read("x", 0));
    }
  }

  @Test
  void sameRecordsGiveTheSameBytes() throws IOException {
    TensorColumn column = TensorColumn.maps("x", 3);
    Tensor[] tensors = {random(1, 3, 4, 5), random(2, 3, 9, 9), random(3, 3, 1, 2)};

    assertArrayEquals(
        written(List.of(column), Compression.NONE, List.of(tensors)),
        written(List.of(column), Compression.NONE, List.of(tensors)));
  }

  /**
   * The writer's allocator has a limit of a few batches: 600 MB would not go through it at once.
   */
  @Test
  void memoryDoesNotGrowWithTheRecords() throws IOException {
    Tensor tensor = random(1, 3, 500, 500);
    try (ArrowTensorWriter writer =
        ArrowTensorWriter.open(
            Channels.newChannel(OutputStream.nullOutputStream()),
            List.of(TensorColumn.maps("x", 3)),
            Compression.NONE)) {
      for (int n = 0; n < 200; n++) {
        writer.append("record", tensor);
      }
    }
  }

  @Test
  void failedWriteClosesTheChannelWithoutAFooter() throws IOException {
    FullChannel full = new FullChannel(5000);
    ArrowTensorWriter writer =
        ArrowTensorWriter.open(
            full, List.of(TensorColumn.maps("x", 3)), Compression.NONE, SMALL_BATCH);
    Tensor tensor = random(1, 3, 10, 10);
    assertMessage(
        "No space left on device",
        assertThrows(
            IOException.class,
            () -> {
              for (int n = 0; n < 100; n++) {
                writer.append("record", tensor);
              }
            }));

    writer.close();
    writer.close();

    assertFalse(full.isOpen());
  }

  /** A disk with little room. */
  private static final class FullChannel implements WritableByteChannel {
    private int room;
    private boolean open = true;

    FullChannel(int room) {
      this.room = room;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int bytes = source.remaining();
      if (bytes > room) {
        throw new IOException("No space left on device");
      }
      room -= bytes;
      source.position(source.limit());
      return bytes;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  @Test
  void tensorThatDoesNotFitIsRefused() throws IOException {
    List<TensorColumn> columns = List.of(TensorColumn.maps("conv", 4));
    try (ArrowTensorWriter writer =
        ArrowTensorWriter.open(
            Channels.newChannel(new ByteArrayOutputStream()), columns, Compression.NONE)) {
      assertMessage(
          "a tensor must fit its column: id=a.png, column=conv, shape=(3, 2, 2), expected=[4, -1,"
              + " -1]",
          assertThrows(
              IllegalArgumentException.class, () -> writer.append("a.png", counting(3, 2, 2))));
      assertMessage(
          "a record has one tensor a column: id=a.png, tensors=0, columns=1",
          assertThrows(IllegalArgumentException.class, () -> writer.append("a.png")));
    }
  }

  @Test
  void columnsNeedNamesOfTheirOwn() {
    for (List<String> names : List.of(List.<String>of(), List.of("id"), List.of("a", "a"))) {
      List<TensorColumn> columns = names.stream().map(name -> TensorColumn.maps(name, 1)).toList();
      assertMessage(
          "tensor columns must have names of their own, and none is called id: columns=" + names,
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  ArrowTensorWriter.open(
                      Channels.newChannel(new ByteArrayOutputStream()),
                      columns,
                      Compression.NONE)));
    }
  }

  @Test
  void unknownColumnIsRefusedWithThoseThatThereAre() throws IOException {
    byte[] file = written(List.of(TensorColumn.maps("conv", 3)), Compression.NONE);
    try (TensorFile records = open(file)) {
      assertMessage(
          "x.arrow: no tensor of that name: name=pool, tensors=[conv]",
          assertThrows(IllegalArgumentException.class, () -> records.shape("pool", 0)));
    }
  }

  @Test
  void filesOfOtherKindsAreRefused() {
    assertRefused(new byte[0], "not an Arrow file, it is too short: bytes=0");
    assertRefused(
        "some text that is long enough".getBytes(StandardCharsets.US_ASCII),
        "not an Arrow file, it doesn't begin with ARROW1 (Arrow's streaming format must be"
            + " rewritten as a file)");
  }

  @Test
  void cutFileIsRefusedAtOpening() throws IOException {
    byte[] whole =
        written(List.of(TensorColumn.maps("x", 1)), Compression.NONE, List.of(counting(1, 2, 2)));

    for (int length = 18; length < whole.length; length++) {
      assertRefused(
          Arrays.copyOf(whole, length), "file ends too soon: an Arrow file ends with ARROW1");
    }
  }

  /**
   * Whatever byte of the batches is changed: an exception that names the file, or some numbers;
   * never a crash. The footer is left whole, since Arrow itself believes whatever stands there.
   */
  @Test
  void damagedFileNamesItselfOrGivesNumbers() throws IOException {
    byte[] whole =
        written(
            List.of(TensorColumn.maps("x", 1)),
            Compression.NONE,
            List.of(counting(1, 2, 2), counting(1, 3, 1)));
    int footerBytes =
        ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - 10);
    int footer = whole.length - 10 - footerBytes;
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      damaged[8 + random.nextInt(footer - 8)] = (byte) random.nextInt(256);
      try (TensorFile file = open(damaged)) {
        for (TensorColumn column : file.columns()) {
          for (long record = 0; record < Math.min(10, file.records()); record++) {
            file.read(column.name(), record);
          }
        }
      } catch (IOException e) {
        assertTrue(e.getMessage().startsWith("x.arrow: "), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 100, "refused=" + refused);
  }

  @Test
  void failedOpeningClosesTheChannel() {
    TrickleChannel channel = new TrickleChannel(new byte[100]);

    assertThrows(IOException.class, () -> new ArrowFormat().open(channel, "x.arrow"));
    assertFalse(channel.isOpen());
  }

  /** Writes in small batches, reads mapped and through a channel, forwards and backwards. */
  private void assertComesBack(
      List<TensorColumn> columns, List<List<Tensor>> tensors, Compression compression)
      throws IOException {
    Path path = folder.resolve("x.arrow");
    int records = tensors.get(0).size();
    try (ArrowTensorWriter writer =
        ArrowTensorWriter.open(
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            columns,
            compression,
            SMALL_BATCH)) {
      for (int n = 0; n < records; n++) {
        int record = n;
        writer.append(
            "photo é " + n,
            tensors.stream().map(column -> column.get(record)).toArray(Tensor[]::new));
      }
    }
    try (TensorFile mapped = new ArrowFormat().open(FileChannel.open(path), "x.arrow");
        TensorFile streamed =
            new ArrowFormat().open(new TrickleChannel(Files.readAllBytes(path)), "x.arrow")) {
      for (TensorFile file : List.of(mapped, streamed)) {
        assertEquals(columns, file.columns());
        assertEquals(records, file.records());
        for (int step = 0; step < 2 * records; step++) {
          int n = step < records ? step : 2 * records - 1 - step;
          assertEquals("photo é " + n, file.id(n));
          for (int c = 0; c < columns.size(); c++) {
            Tensor expected = tensors.get(c).get(n);
            assertEquals(expected.shape(), file.shape(columns.get(c).name(), n));
            assertSame(expected, file.read(columns.get(c).name(), n));
          }
        }
      }
    }
  }

  private static void assertRefused(byte[] file, String reason) {
    assertMessage("x.arrow: " + reason, assertThrows(IOException.class, () -> open(file)));
  }

  private static void assertMessage(String message, Exception exception) {
    assertEquals(message, exception.getMessage());
  }

  private static TensorFile open(byte[] file) throws IOException {
    return TensorFormats.forName("x.arrow").orElseThrow().open(new TrickleChannel(file), "x.arrow");
  }

  private static byte[] written(List<TensorColumn> columns, Compression compression)
      throws IOException {
    return written(columns, compression, List.of());
  }

  private static byte[] written(
      List<TensorColumn> columns, Compression compression, List<Tensor> tensors)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArrowTensorWriter writer =
        ArrowTensorWriter.open(Channels.newChannel(bytes), columns, compression)) {
      for (int n = 0; n < tensors.size(); n++) {
        writer.append("record " + n, tensors.get(n));
      }
    }
    return bytes.toByteArray();
  }
}
