package io.convoy.core.io;

import static io.convoy.core.io.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every format of output must do, and what DuckDB makes of Parquet. */
class TensorWriterTest {
  private static final List<TensorColumn> COLUMNS =
      List.of(
          TensorColumn.fixed("conv", Shape.of(3, 4, 5), List.of("C", "H", "W")),
          TensorColumn.maps("layer/two", 2),
          TensorColumn.fixed("pooled", Shape.of(6), List.of("C")),
          new TensorColumn("free", List.of(), List.of(TensorColumn.VARIES)));

  /** In the file's order; the fourth is large enough for several pages. */
  private static final int RECORDS = 9;

  private static final int LARGE = 3;

  @TempDir Path folder;

  static Stream<Arguments> formats() {
    return Arrays.stream(OutputFormat.values())
        .flatMap(
            format ->
                Arrays.stream(Compression.values())
                    .filter(c -> format == OutputFormat.ARROW || c != Compression.LZ4)
                    .map(c -> Arguments.of(format, c)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void recordsComeBackBitForBit(OutputFormat format, Compression compression) throws IOException {
    assertComeBack(written(format, compression, List.of()));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void recordsThatComeBitByBitAreRecordsLikeOthers(OutputFormat format, Compression compression)
      throws IOException {
    assertComeBack(written(format, compression, List.of(0, LARGE, LARGE + 1, RECORDS - 1)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void fileWithoutRecordsIsWhole(OutputFormat format, Compression compression) throws IOException {
    Path file = folder.resolve("empty" + format.suffix());
    format.open(create(file), COLUMNS, compression).close();

    try (TensorFile records = open(file)) {
      assertEquals(0, records.records());
      assertEquals(COLUMNS, records.columns());
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void recordThatIsNotFinishedMakesNoFile(OutputFormat format, Compression compression)
      throws IOException {
    Path file = folder.resolve("broken" + format.suffix());
    TensorWriter writer =
        format.open(create(file), List.of(TensorColumn.maps("conv", 1)), compression);
    writer.begin("half", List.of(Shape.of(1, 2, 2)));
    writer.put(new float[2], 0, 2);

    assertThrows(IllegalArgumentException.class, () -> writer.put(new float[9], 0, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> writer.append("next", Tensor.zeros(Shape.of(1, 1, 1))));
    writer.close();
    assertThrows(IOException.class, () -> open(file));
  }

  /** Numbers of a record, records, bytes of an id. */
  @ParameterizedTest
  @CsvSource({
    "12, 10, 80",
    "12, 60000, 16",
    "12, 60000, 80",
    "12, 60000, 200",
    "256, 3000, 80",
    "1000, 20000, 80",
    "1000, 100, 80",
    "200704, 6, 80",
    "200704, 30, 80",
    "200704, 60, 80",
    "4000000, 1, 80",
    "4000000, 3, 80",
    "12000000, 2, 80"
  })
  void memoryIsWhatIsSaidBeforehand(int numbers, int records, int idBytes) throws IOException {
    for (OutputFormat format : OutputFormat.values()) {
      long said = format.peakBytes(numbers, records, idBytes);
      Tensor record = Tensor.zeros(Shape.of(1, numbers / 4, 4));
      for (TensorColumn column :
          List.of(
              TensorColumn.maps("conv", 1),
              TensorColumn.fixed("conv", record.shape(), List.of("C", "H", "W")))) {
        WritableByteChannel nowhere = Channels.newChannel(OutputStream.nullOutputStream());
        TensorWriter writer = format.open(nowhere, List.of(column), Compression.NONE);
        try (writer) {
          for (int i = 0; i < records; i++) {
            String number = Integer.toString(i);
            writer.append("-".repeat(idBytes - number.length()) + number, record);
          }
        }
        double ratio = (double) said / writer.peakBytes();
        assertTrue(
            ratio > 0.85 && ratio < 1.2 || said < 1 << 20,
            format + " " + column + ": said=" + said + ", taken=" + writer.peakBytes());
      }
    }
  }

  @Test
  void lz4IsNotForParquet() {
    assertEquals(
        "compression of Parquet must be none or zstd: compression=lz4",
        assertThrows(
                IllegalArgumentException.class, () -> OutputFormat.PARQUET.check(Compression.LZ4))
            .getMessage());
  }

  @Test
  void parquetIsCompressed() throws IOException {
    Path plain = folder.resolve("plain.parquet");
    Path small = folder.resolve("small.parquet");
    for (Path file : List.of(plain, small)) {
      Compression compression = file.equals(plain) ? Compression.NONE : Compression.ZSTD;
      try (TensorWriter writer =
          OutputFormat.PARQUET.open(
              create(file), List.of(TensorColumn.maps("x", 1)), compression)) {
        writer.append("zeros", Tensor.zeros(Shape.of(1, 100, 100)));
      }
    }

    assertTrue(Files.size(small) < Files.size(plain) / 10);
  }

  @Test
  void rowGroupsEndBeforeTheyOutgrowTheirBytes() throws Exception {
    Path file = folder.resolve("groups.parquet");
    try (TensorWriter writer =
        ParquetTensorWriter.open(
            create(file), List.of(TensorColumn.maps("x", 1)), Compression.NONE, 10_000)) {
      for (int n = 0; n < 100; n++) {
        writer.append("r" + n, random(n, 1, 10, 20));
      }
    }

    try (TensorFile records = open(file)) {
      assertEquals("r73", records.id(73));
      assertSameBits(random(99, 1, 10, 20), records.read("x", 99));
      assertSameBits(random(0, 1, 10, 20), records.read("x", 0));
    }
    assertEquals(
        List.of("12"),
        query(
            "SELECT max(row_group_num_rows)::VARCHAR FROM parquet_metadata('" + file + "')",
            rows -> rows.getString(1)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void duckDbReadsParquetBitForBit(OutputFormat format, Compression compression) throws Exception {
    if (format != OutputFormat.PARQUET) {
      return;
    }
    Path file = written(format, compression, List.of(LARGE));
    List<String> ids = new ArrayList<>();
    query(
        "SELECT id, conv, \"layer/two\", pooled, free FROM '" + file + "'",
        row -> {
          int n = ids.size();
          Tensor[] record = record(n);
          ids.add(row.getString(1));
          assertMap(record[0], row.getObject(2));
          assertMap(record[1], row.getObject(3));
          assertBits(record[2].data(), floats(row.getObject(4)));
          assertBits(record[3].data(), floats(row.getObject(5)));
          return "";
        });

    assertEquals(ids(), ids);
  }

  @Test
  void sqlSeesListsAndStructs() throws Exception {
    Path file = written(OutputFormat.PARQUET, Compression.NONE, List.of());

    assertEquals(
        List.of(
            "id VARCHAR",
            "conv STRUCT(\"data\" FLOAT[], shape INTEGER[])",
            "layer/two STRUCT(\"data\" FLOAT[], shape INTEGER[])",
            "pooled FLOAT[]",
            "free FLOAT[]"),
        query(
            "DESCRIBE SELECT * FROM '" + file + "'",
            row -> row.getString(1) + " " + row.getString(2)));
  }

  private interface Row {
    String read(ResultSet row) throws SQLException;
  }

  private static List<String> query(String sql, Row reader) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(reader.read(result));
      }
    }
    return rows;
  }

  private static void assertMap(Tensor expected, Object struct) throws SQLException {
    Object[] fields = ((Struct) struct).getAttributes();
    assertBits(expected.data(), floats(fields[0]));
    Object[] extents = (Object[]) ((Array) fields[1]).getArray();
    assertArrayEquals(
        expected.shape().extents(), Arrays.stream(extents).mapToInt(e -> (int) e).toArray());
  }

  private static float[] floats(Object list) throws SQLException {
    Object[] boxed = (Object[]) ((Array) list).getArray();
    float[] floats = new float[boxed.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) boxed[i];
    }
    return floats;
  }

  private Path written(OutputFormat format, Compression compression, List<Integer> bitByBit)
      throws IOException {
    Path file = folder.resolve("part-00000" + format.suffix());
    try (TensorWriter writer = format.open(create(file), COLUMNS, compression)) {
      for (int n = 0; n < RECORDS; n++) {
        Tensor[] record = record(n);
        String id = ids().get(n);
        if (!bitByBit.contains(n)) {
          writer.append(id, record);
          continue;
        }
        writer.begin(id, Columns.shapes(record));
        for (Tensor tensor : record) {
          int half = tensor.data().length / 2;
          if (half > 0) {
            writer.put(tensor.data(), 0, half);
          }
          if (tensor.data().length > half) {
            writer.put(tensor.data(), half, tensor.data().length - half);
          }
        }
      }
    }
    return file;
  }

  private static void assertComeBack(Path file) throws IOException {
    try (TensorFile records = open(file)) {
      assertEquals(COLUMNS, records.columns());
      assertEquals(RECORDS, records.records());
      for (int n : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 7, 3}) {
        assertEquals(ids().get(n), records.id(n));
        Tensor[] record = record(n);
        for (int c = 0; c < record.length; c++) {
          String column = COLUMNS.get(c).name();
          assertEquals(record[c].shape(), records.shape(column, n));
          assertSameBits(record[c], records.read(column, n));
        }
      }
    }
  }

  private static List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (int n = 0; n < RECORDS; n++) {
      ids.add("photo é " + n);
    }
    return ids;
  }

  private static Tensor[] record(int n) {
    boolean large = n == LARGE;
    Tensor unusual = random(n, 6);
    unusual.data()[0] = Float.NaN;
    unusual.data()[1] = -0f;
    unusual.data()[2] = Float.NEGATIVE_INFINITY;
    unusual.data()[3] = Float.MIN_VALUE;
    unusual.data()[4] = Float.intBitsToFloat(0x7fc12345);
    return new Tensor[] {
      random(n, 3, 4, 5),
      random(-n, 2, large ? 600 : 1 + n % 4, large ? 700 : 7 - n % 6),
      unusual,
      random(n, n % 3)
    };
  }

  private static void assertSameBits(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertBits(expected.data(), actual.data());
  }

  private static void assertBits(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(actual[i]));
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static TensorFile open(Path file) throws IOException {
    return TensorFormats.forName(file.toString())
        .orElseThrow()
        .open(FileChannel.open(file, StandardOpenOption.READ), file.toString());
  }
}
