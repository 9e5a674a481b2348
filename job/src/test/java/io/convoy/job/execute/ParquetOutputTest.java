package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Pool;
import io.convoy.job.source.DataSet;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Spark reads what the tasks write as Parquet, and so does Convoy. */
class ParquetOutputTest {
  private static final String MAPS =
      "id STRING, conv STRUCT<data: ARRAY<FLOAT>, shape: ARRAY<INT>>";
  private static final String VECTORS = "id STRING, conv ARRAY<FLOAT>";

  private static JavaSparkContext sc;
  private static Path weights;
  private static String photos;

  @TempDir Path output;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    sc = TestSpark.start("local[2]");
    Tensor numbers = TestData.random(1, 5, 3, 3, 3);
    // Infinities and NaN reach the output.
    numbers.data()[0] = Float.POSITIVE_INFINITY;
    weights = TestData.npy(folder.resolve("w.npy"), numbers);
    for (int i = 0; i < 7; i++) {
      TestData.photo(folder.resolve("photos/" + i + ".png"), i, 20 + 3 * i, 40 - 2 * i);
    }
    photos = folder.resolve("photos").toString();
  }

  @AfterAll
  static void stop() {
    sc.close();
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void sparkReadsTheBitsOfArrow(Pool pool) throws Exception {
    TestRun arrow = run("arrow", OutputFormat.ARROW, Compression.NONE).pool(pool);
    TestRun parquet = run("parquet", OutputFormat.PARQUET, Compression.ZSTD).pool(pool);
    arrow.run(sc);
    parquet.grid("2x2x2").run(sc);

    assertEquals(arrow.digest(), parquet.digest());
    List<Row> rows =
        SparkSession.builder()
            .sparkContext(sc.sc())
            .getOrCreate()
            .read()
            // Without it a task would tell the schema, in classes that Convoy has not named to
            // Kryo.
            .schema(pool == Pool.NONE ? MAPS : VECTORS)
            .parquet(output.resolve("parquet").toString())
            .orderBy("id")
            .collectAsList();
    try (DataSet set = arrow.open()) {
      assertEquals(set.records(), rows.size());
      for (int n = 0; n < rows.size(); n++) {
        Row row = rows.get(n);
        Tensor tensor = set.read("conv", n);
        assertEquals(set.id(n), row.getString(0));
        List<Float> numbers = pool == Pool.NONE ? row.getStruct(1).getList(0) : row.getList(1);
        assertEquals(tensor.data().length, numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
          assertEquals(
              Float.floatToRawIntBits(tensor.data()[i]), Float.floatToRawIntBits(numbers.get(i)));
        }
        if (pool == Pool.NONE) {
          int[] extents = tensor.shape().extents();
          assertEquals(List.of(extents[0], extents[1], extents[2]), row.getStruct(1).getList(1));
        }
      }
    }
  }

  @Test
  void convoyTakesItAsInput() throws Exception {
    run("maps", OutputFormat.PARQUET, Compression.NONE).run(sc);
    run("same", OutputFormat.ARROW, Compression.NONE).run(sc);
    Path second = TestData.npy(output.resolve("v.npy"), TestData.random(2, 4, 5, 1, 1));
    TestRun ofParquet =
        new TestRun(second, output.resolve("y1"), output.resolve("maps").toString());
    TestRun ofArrow = new TestRun(second, output.resolve("y2"), output.resolve("same").toString());

    ofParquet.grid("3x1x2").run(sc);
    ofArrow.run(sc);

    assertEquals(ofArrow.digest(), ofParquet.digest());
    assertTrue(
        TestRun.files(output.resolve("maps")).stream()
            .anyMatch(file -> file.toString().endsWith("part-00000.parquet")));
  }

  private TestRun run(String name, OutputFormat format, Compression compression) {
    return new TestRun(weights, output.resolve(name), photos).format(format, compression);
  }
}
