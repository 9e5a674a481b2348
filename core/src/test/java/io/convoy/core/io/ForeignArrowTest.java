package io.convoy.core.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.core.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

/** Files as others write them: nullable fields, other element types, other columns beside. */
class ForeignArrowTest {
  private static final ArrowType FLOAT32 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType FLOAT64 =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final ArrowType UINT8 = new ArrowType.Int(8, false);

  @Test
  void fixedShapeTensorOfBytesIsReadBesideOtherColumns() throws IOException {
    Field label = new Field("label", FieldType.nullable(new ArrowType.Int(64, true)), null);
    Field image = fixed("image", UINT8, 4, "{\"shape\":[1,2,2]}");
    byte[] file =
        written(
            List.of(label, image),
            root -> {
              ((BigIntVector) root.getVector("label")).setSafe(0, 7);
              FixedSizeListVector list = (FixedSizeListVector) root.getVector("image");
              for (int row = 0; row < 2; row++) {
                list.setNotNull(row);
                for (int i = 0; i < 4; i++) {
                  ((UInt1Vector) list.getDataVector()).setSafe(row * 4 + i, 250 + row + i);
                }
              }
              root.setRowCount(2);
            });

    try (TensorFile records = open(file)) {
      assertEquals(
          List.of(TensorColumn.fixed("image", Shape.of(1, 2, 2), List.of())), records.columns());
      assertEquals(2, records.records());
      assertEquals("x.arrow#1", records.id(1));
      assertEquals(Shape.of(1, 2, 2), records.shape("image", 1));
      assertArrayEquals(new float[] {251, 252, 253, 254}, records.read("image", 1).data());
    }
  }

  @Test
  void plainListsAreTensorsOfOneDimension() throws IOException {
    Field id = new Field("id", FieldType.nullable(new ArrowType.Utf8()), null);
    Field list = list("features", FLOAT64);
    byte[] file =
        written(
            List.of(id, list),
            root -> {
              ((VarCharVector) root.getVector("id")).setSafe(0, new byte[] {'a'});
              ListVector lists = (ListVector) root.getVector("features");
              Float8Vector numbers = (Float8Vector) lists.getDataVector();
              int length = 1;
              for (int row = 0; row < 2; row++) {
                int start = lists.startNewValue(row);
                for (int i = 0; i < length; i++) {
                  numbers.setSafe(start + i, 0.1 * (row + 1));
                }
                lists.endValue(row, length);
                length++;
              }
              root.setRowCount(2);
            });

    try (TensorFile records = open(file)) {
      assertEquals("a", records.id(0));
      assertEquals("x.arrow#1", records.id(1));
      assertEquals(List.of(TensorColumn.VARIES), records.columns().get(0).extents());
      assertEquals(Shape.of(2), records.shape("features", 1));
      assertArrayEquals(new float[] {0.2f, 0.2f}, records.read("features", 1).data());
    }
  }

  @Test
  void nullTensorsAreRefusedWhenRead() throws IOException {
    byte[] file =
        written(
            List.of(fixed("x", FLOAT32, 2, null)),
            root -> {
              FixedSizeListVector list = (FixedSizeListVector) root.getVector("x");
              Float4Vector numbers = (Float4Vector) list.getDataVector();
              list.setNotNull(0);
              numbers.setSafe(0, 1);
              numbers.setSafe(1, 2);
              list.setNull(1);
              root.setRowCount(2);
            });

    try (TensorFile records = open(file)) {
      assertArrayEquals(new float[] {1, 2}, records.read("x", 0).data());
      assertEquals(
          "x.arrow: a tensor must not be null: column=x, row=1",
          assertThrows(IOException.class, () -> records.read("x", 1)).getMessage());
    }
  }

  @Test
  void nullElementsAreRefusedWhenRead() throws IOException {
    byte[] file =
        written(
            List.of(fixed("x", FLOAT32, 2, null)),
            root -> {
              FixedSizeListVector list = (FixedSizeListVector) root.getVector("x");
              list.setNotNull(0);
              ((Float4Vector) list.getDataVector()).setSafe(0, 1);
              root.setRowCount(1);
            });

    try (TensorFile records = open(file)) {
      assertEquals(
          "x.arrow: a tensor must not hold nulls: column=x, row=0",
          assertThrows(IOException.class, () -> records.read("x", 0)).getMessage());
    }
  }

  @Test
  void contradictionsAreRefused() throws IOException {
    assertRefused(
        fixed("x", FLOAT32, 4, "{\"shape\":[2,3]}"),
        "a fixed-shape tensor must be a fixed-size list of as many numbers as its shape says:"
            + " column=x, shape=[2, 3], storage=FixedSizeList(4) of [FloatingPoint(SINGLE)]");
    assertRefused(
        fixed("x", FLOAT32, 4, "{\"shape\":[2,2],\"permutation\":[1,0]}"),
        "a permuted tensor is not read: column=x, permutation=[1,0], write it row-major");
    assertRefused(
        fixed("x", FLOAT32, 4, "{\"shape\":[2,2],\"dim_names\":[\"C\"]}"),
        "dim_names must have one entry a dimension: column=x, dim_names=[C], dimensions=2");
    assertRefused(
        fixed("x", FLOAT32, 4, "nothing"),
        "tensor metadata is not JSON: column=x, metadata=nothing");
    assertRefused(
        list("x", new ArrowType.Utf8()),
        "no column holds tensors of float32, float64, float16 or uint8: columns=[x: List<item:"
            + " Utf8>]");
  }

  private static void assertRefused(Field field, String reason) throws IOException {
    byte[] file = written(List.of(field), root -> root.setRowCount(0));
    assertEquals(
        "x.arrow: " + reason, assertThrows(IOException.class, () -> open(file)).getMessage());
  }

  private static Field fixed(String name, ArrowType element, int length, String metadata) {
    Map<String, String> extension =
        metadata == null
            ? Map.of()
            : Map.of(
                "ARROW:extension:name",
                "arrow.fixed_shape_tensor",
                "ARROW:extension:metadata",
                metadata);
    return new Field(
        name,
        new FieldType(true, new ArrowType.FixedSizeList(length), null, extension),
        List.of(new Field("item", FieldType.nullable(element), null)));
  }

  private static Field list(String name, ArrowType element) {
    return new Field(
        name,
        FieldType.nullable(new ArrowType.List()),
        List.of(new Field("item", FieldType.nullable(element), null)));
  }

  private static byte[] written(List<Field> fields, Consumer<VectorSchemaRoot> filling)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferAllocator allocator = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), allocator);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(bytes))) {
      root.allocateNew();
      filling.accept(root);
      writer.writeBatch();
      writer.end();
    }
    return bytes.toByteArray();
  }

  private static TensorFile open(byte[] file) throws IOException {
    return new ArrowFormat().open(new TrickleChannel(file), "x.arrow");
  }
}
