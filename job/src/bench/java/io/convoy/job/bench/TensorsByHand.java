package io.convoy.job.bench;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * What a user would write to put feature maps in Arrow files through one layer: a task for some
 * record batches, read by arrow-java and run by ONNX Runtime where they lie; vectors as Parquet,
 * maps as Arrow.
 */
final class TensorsByHand {
  /** Enough of them to keep the last task short. */
  private static final int TASKS_PER_CORE = 12;

  /** What goes through the session at once, and into a batch that is written. */
  private static final int BATCH = 8;

  private TensorsByHand() {}

  /** Pooled maps, to Parquet. */
  static long vectors(SparkSession spark, Path tensors, Path model, Path output)
      throws IOException {
    String name = model.toString();
    JavaRDD<Row> rows =
        pieces(spark, tensors).mapPartitions(pieces -> new Vectors(pieces, OnnxSession.of(name)));
    spark.createDataFrame(rows, PhotosByHand.SCHEMA).write().parquet(output.toString());
    return spark.read().parquet(output.toString()).count();
  }

  /** Whole maps, a file a task. */
  static long maps(SparkSession spark, Path tensors, Path model, Path output) throws IOException {
    Files.createDirectories(output);
    String name = model.toString();
    String folder = output.toString();
    return pieces(spark, tensors)
        .mapPartitions(
            pieces -> List.of(writeMaps(pieces, OnnxSession.of(name), Path.of(folder))).iterator())
        .reduce(Long::sum);
  }

  /** The record batches of all files, as {@code path#number}. */
  private static JavaRDD<String> pieces(SparkSession spark, Path tensors) throws IOException {
    List<String> pieces = new ArrayList<>();
    try (Stream<Path> files = Files.list(tensors);
        BufferAllocator allocator = new RootAllocator()) {
      for (Path file : files.sorted().toList()) {
        try (FileChannel channel = FileChannel.open(file);
            ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
          int batches = reader.getRecordBlocks().size();
          IntStream.range(0, batches).forEach(batch -> pieces.add(file + "#" + batch));
        }
      }
    }
    int tasks = Math.min(pieces.size(), TASKS_PER_CORE * spark.sparkContext().defaultParallelism());
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(pieces, tasks);
  }

  /** A batch of records and their ids, where they lie in memory. */
  private interface Taking<E extends Exception> {
    void take(List<String> ids, FloatBuffer numbers, long[] shape) throws E;
  }

  /** Reads a piece, and hands on some records at a time. */
  private static <E extends Exception> void read(String piece, Taking<E> taking)
      throws IOException, E {
    int at = piece.lastIndexOf('#');
    try (BufferAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(Path.of(piece.substring(0, at)));
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      reader.loadRecordBatch(
          reader.getRecordBlocks().get(Integer.parseInt(piece.substring(at + 1))));
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      VarCharVector ids = (VarCharVector) root.getVector(0);
      FixedSizeListVector maps = (FixedSizeListVector) root.getVector(1);
      int each = maps.getListSize();
      FloatBuffer numbers =
          maps.getDataVector()
              .getDataBuffer()
              .nioBuffer(0, Float.BYTES * each * root.getRowCount())
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      for (int first = 0; first < root.getRowCount(); first += BATCH) {
        int count = Math.min(BATCH, root.getRowCount() - first);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          names.add(new String(ids.get(first + i), StandardCharsets.UTF_8));
        }
        int side = (int) Math.sqrt(each / 64.0);
        taking.take(names, numbers.slice(first * each, count * each), shape(count, side));
      }
    }
  }

  private static long[] shape(int count, int side) {
    return new long[] {count, 64, side, side};
  }

  private static final class Vectors implements Iterator<Row> {
    private final Iterator<String> pieces;
    private final OrtSession session;
    private Iterator<Row> ready = Collections.emptyIterator();

    Vectors(Iterator<String> pieces, OrtSession session) {
      this.pieces = pieces;
      this.session = session;
    }

    @Override
    public boolean hasNext() {
      return ready.hasNext() || pieces.hasNext();
    }

    @Override
    public Row next() {
      if (!ready.hasNext()) {
        List<Row> rows = new ArrayList<>();
        try {
          read(
              pieces.next(),
              (ids, numbers, shape) ->
                  OnnxSession.run(
                      session, numbers, shape, (output, size) -> add(rows, ids, output, size)));
        } catch (IOException e) {
          throw new IllegalStateException("arrow-java fails: " + e.getMessage(), e);
        }
        ready = rows.iterator();
      }
      return ready.next();
    }

    private static void add(List<Row> rows, List<String> ids, FloatBuffer output, long[] shape) {
      for (String id : ids) {
        float[] vector = new float[(int) shape[1]];
        output.get(vector);
        rows.add(RowFactory.create(id, vector));
      }
    }
  }

  private static long writeMaps(Iterator<String> pieces, OrtSession session, Path folder)
      throws IOException, OrtException {
    Path file = folder.resolve("part-" + TaskContext.getPartitionId() + ".arrow");
    Field number =
        new Field(
            "item",
            FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
            List.of());
    long[] shape = shape(1, 56);
    FieldType list =
        new FieldType(
            false,
            new ArrowType.FixedSizeList((int) (shape[1] * shape[2] * shape[3])),
            null,
            Map.of(
                "ARROW:extension:name",
                "arrow.fixed_shape_tensor",
                "ARROW:extension:metadata",
                "{\"shape\":[64,56,56],\"dim_names\":[\"C\",\"H\",\"W\"]}"));
    Schema schema =
        new Schema(
            List.of(
                new Field("id", FieldType.notNullable(new ArrowType.Utf8()), List.of()),
                new Field("conv", list, List.of(number))));
    long written = 0;
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, channel)) {
      writer.start();
      while (pieces.hasNext()) {
        long[] rows = {0};
        read(
            pieces.next(),
            (ids, numbers, size) -> {
              OnnxSession.run(session, numbers, size, (output, unused) -> fill(root, ids, output));
              writer.writeBatch();
              rows[0] += ids.size();
            });
        written += rows[0];
      }
      writer.end();
    }
    return written;
  }

  private static void fill(VectorSchemaRoot root, List<String> ids, FloatBuffer output) {
    VarCharVector names = (VarCharVector) root.getVector(0);
    FixedSizeListVector maps = (FixedSizeListVector) root.getVector(1);
    Float4Vector numbers = (Float4Vector) maps.getDataVector();
    int count = output.remaining();
    if (numbers.getValueCapacity() < count) {
      numbers.allocateNew(count);
    }
    for (int i = 0; i < ids.size(); i++) {
      names.setSafe(i, ids.get(i).getBytes(StandardCharsets.UTF_8));
      maps.setNotNull(i);
    }
    numbers
        .getDataBuffer()
        .nioBuffer(0, Float.BYTES * count)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(output);
    numbers.getValidityBuffer().setOne(0, (count + 7) / 8);
    root.setRowCount(ids.size());
  }
}
