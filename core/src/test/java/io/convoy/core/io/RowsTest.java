package io.convoy.core.io;

import static io.convoy.core.io.TestTensors.assertSame;
import static io.convoy.core.io.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts that are read by themselves are those of the whole. */
class RowsTest {
  @TempDir Path folder;

  @Test
  void rowsOfNpyAreThoseOfTheWhole() throws IOException {
    Tensor batch = random(1, 3, 2, 11, 7);
    Path file = folder.resolve("x.npy");
    try (FileChannel channel = create(file)) {
      NpyFile.write(channel, batch);
    }
    try (TensorFile records = open(file)) {
      for (int n = 0; n < 3; n++) {
        assertRows(records, "tensor", n);
      }
    }
  }

  /** Larger than a batch, so that the reader does not load it; and one that it does. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsOfArrowAreThoseOfTheWhole(boolean fixed) throws IOException {
    Tensor large = random(2, 2, 2100, 2100);
    Tensor small = fixed ? random(3, 2, 2100, 2100) : random(3, 2, 9, 5);
    TensorColumn column =
        fixed
            ? TensorColumn.fixed("conv", large.shape(), List.of("C", "H", "W"))
            : TensorColumn.maps("conv", 2);
    Path file = folder.resolve("x.arrow");
    try (TensorWriter writer =
        OutputFormat.ARROW.open(create(file), List.of(column), Compression.NONE)) {
      writer.append("small", small);
      writer.begin("large", List.of(large.shape()));
      writer.put(large.data(), 0, large.data().length);
    }
    try (TensorFile records = open(file)) {
      assertEquals("large", records.id(1));
      assertEquals(large.shape(), records.shape("conv", 1));
      assertSame(
          Cut.rows(large, new Range(1000, 1003)), records.rows("conv", 1, new Range(1000, 1003)));
      assertSame(Cut.rows(small, new Range(4, 6)), records.rows("conv", 0, new Range(4, 6)));
      assertSame(large, records.read("conv", 1));
    }
  }

  @Test
  void partsOfWeightsAreThoseOfTheWhole() throws IOException {
    Tensor weights = random(4, 10, 3, 2, 2);
    Path npy = folder.resolve("w.npy");
    try (FileChannel channel = create(npy)) {
      NpyFile.write(channel, weights);
    }
    Path safetensors = folder.resolve("w.safetensors");
    String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[10,3,2,2],\"data_offsets\":[0,480]}}";
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length() + 480).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    bytes.asFloatBuffer().put(weights.data());
    Files.write(safetensors, bytes.array());

    for (Path file : List.of(npy, safetensors)) {
      try (FileChannel channel = FileChannel.open(file)) {
        Weights.Outline outline = Weights.outline(channel, file.toString(), Optional.empty());
        assertEquals(weights.shape(), outline.shape());
        assertTrue(outline.readsParts());
        Range part = new Range(4, 7);
        assertSame(
            Cut.outermost(weights, part),
            Weights.part(channel, file.toString(), Optional.empty(), part));
      }
    }
  }

  @Test
  void rowsBeyondTheTensorAreRefused() {
    assertEquals(
        "rows are those of a tensor (C, H, W): shape=(2, 3, 4), rows=[2, 4)",
        assertThrows(
                IllegalArgumentException.class,
                () -> Cut.rows(Tensor.zeros(Shape.of(2, 3, 4)), new Range(2, 4)))
            .getMessage());
  }

  private static void assertRows(TensorFile records, String column, long record)
      throws IOException {
    Tensor whole = records.read(column, record);
    int height = whole.shape().extent(1);
    for (Range rows : new Range[] {Range.all(height), new Range(3, 4), new Range(5, height)}) {
      assertSame(Cut.rows(whole, rows), records.rows(column, record, rows));
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static TensorFile open(Path file) throws IOException {
    return TensorFormats.forName(file.toString())
        .orElseThrow()
        .open(FileChannel.open(file), file.toString());
  }
}
