package io.convoy.core.io;

import static io.convoy.core.io.TestTensors.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.dataset.file.FileFormat;
import org.apache.arrow.dataset.file.FileSystemDatasetFactory;
import org.apache.arrow.dataset.jni.NativeMemoryPool;
import org.apache.arrow.dataset.scanner.ScanOptions;
import org.apache.arrow.dataset.scanner.Scanner;
import org.apache.arrow.dataset.source.Dataset;
import org.apache.arrow.dataset.source.DatasetFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrow C++ reads what we write, number by number. */
class ArrowCppTest {
  private static final int RECORDS = 17;
  private static final int CHANNELS = 3;
  private static final List<TensorColumn> COLUMNS =
      List.of(
          TensorColumn.fixed("fixed", Shape.of(CHANNELS, 4, 5), List.of("C", "H", "W")),
          TensorColumn.maps("variable", CHANNELS),
          TensorColumn.fixed("pooled", Shape.of(CHANNELS), List.of("C")));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsFixedAndVariableTensors(Compression compression) throws Exception {
    Path file = folder.resolve("part-00000.arrow");
    List<Tensor[]> records = new ArrayList<>();
    try (ArrowTensorWriter writer =
        ArrowTensorWriter.open(
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            COLUMNS,
            compression,
            2000)) {
      for (int n = 0; n < RECORDS; n++) {
        Tensor[] record = {
          random(n, CHANNELS, 4, 5), random(-n, CHANNELS, 1 + n % 4, 7 - n % 6), random(n, CHANNELS)
        };
        if (n % 5 == 3) {
          writer.begin("photo é " + n, Columns.shapes(record));
          for (Tensor tensor : record) {
            writer.put(tensor.data(), 0, tensor.data().length);
          }
        } else {
          writer.append("photo é " + n, record);
        }
        records.add(record);
      }
    }

    int seen = 0;
    try (BufferAllocator allocator = new RootAllocator();
        DatasetFactory factory =
            new FileSystemDatasetFactory(
                allocator,
                NativeMemoryPool.getDefault(),
                FileFormat.ARROW_IPC,
                file.toUri().toString());
        Dataset dataset = factory.finish();
        Scanner scanner = dataset.newScan(new ScanOptions(1000));
        ArrowReader reader = scanner.scanBatches()) {
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        assertEquals(
            "{\"shape\":[3,4,5],\"dim_names\":[\"C\",\"H\",\"W\"]}", metadata(batch, "fixed"));
        assertEquals(
            "{\"dim_names\":[\"C\",\"H\",\"W\"],\"uniform_shape\":[3,null,null]}",
            metadata(batch, "variable"));
        assertEquals("{\"shape\":[3],\"dim_names\":[\"C\"]}", metadata(batch, "pooled"));
        for (int row = 0; row < batch.getRowCount(); row++) {
          Tensor[] record = records.get(seen);
          assertEquals("photo é " + seen, batch.getVector("id").getObject(row).toString());
          assertArrayEquals(record[0].data(), fixed(batch, "fixed", row));
          assertArrayEquals(record[2].data(), fixed(batch, "pooled", row));
          StructVector struct = (StructVector) batch.getVector("variable");
          ListVector data = struct.getChild("data", ListVector.class);
          assertArrayEquals(
              record[1].data(),
              floats(
                  (Float4Vector) data.getDataVector(),
                  data.getElementStartIndex(row),
                  data.getElementEndIndex(row)));
          FixedSizeListVector shapes = struct.getChild("shape", FixedSizeListVector.class);
          for (int d = 0; d < 3; d++) {
            assertEquals(
                record[1].shape().extent(d), ((IntVector) shapes.getDataVector()).get(row * 3 + d));
          }
          seen++;
        }
      }
    }
    assertEquals(RECORDS, seen);
  }

  private static String metadata(VectorSchemaRoot batch, String column) {
    Map<String, String> metadata = batch.getVector(column).getField().getMetadata();
    return metadata.get("ARROW:extension:metadata");
  }

  private static float[] fixed(VectorSchemaRoot batch, String column, int row) {
    FixedSizeListVector list = (FixedSizeListVector) batch.getVector(column);
    return floats(
        (Float4Vector) list.getDataVector(),
        row * list.getListSize(),
        (row + 1) * list.getListSize());
  }

  private static float[] floats(Float4Vector vector, int from, int to) {
    float[] floats = new float[to - from];
    for (int i = from; i < to; i++) {
      floats[i - from] = vector.get(i);
    }
    return floats;
  }
}
