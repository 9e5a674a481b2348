package io.convoy.core.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Tensor columns as Arrow fields, and back.
 *
 * <p>Writes the two canonical extension types. Both are plain storage types with metadata, so that
 * a reader without them still gets the numbers:
 *
 * <pre>
 * arrow.fixed_shape_tensor     FixedSizeList&lt;float&gt;[C·H·W]
 * arrow.variable_shape_tensor  Struct{ data: List&lt;float&gt;, shape: FixedSizeList&lt;int32&gt;[rank] }
 * </pre>
 *
 * <p>Nothing is nullable, and {@code permutation} is never written, since readers disagree about
 * both. Reads these, and a FixedSizeList or List without metadata as a tensor of one dimension.
 *
 * @see <a href="https://arrow.apache.org/docs/format/CanonicalExtensions.html">the types</a>
 */
final class TensorFields {
  static final String FIXED = "arrow.fixed_shape_tensor";
  static final String VARIABLE = "arrow.variable_shape_tensor";

  /** The children of a variable-shape tensor. */
  static final String DATA = "data";

  static final String SHAPE = "shape";

  private static final String DIMENSION_NAMES = "dim_names";
  private static final String UNIFORM_SHAPE = "uniform_shape";
  private static final String PERMUTATION = "permutation";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final ArrowType INT32 = new ArrowType.Int(32, true);

  private TensorFields() {}

  static Field of(TensorColumn column) {
    return column.shape().isPresent() ? fixed(column, column.shape().get()) : variable(column);
  }

  /**
   * The column that a field holds, or nothing where it holds something else than tensors.
   *
   * @throws IOException where a field says that it holds tensors and contradicts itself
   */
  static Optional<TensorColumn> column(ChannelReader file, Field field) throws IOException {
    String extension = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    if (FIXED.equals(extension)) {
      return Optional.of(fixedColumn(file, field));
    }
    if (VARIABLE.equals(extension)) {
      return Optional.of(variableColumn(file, field));
    }
    if (field.getType() instanceof ArrowType.FixedSizeList list && holdsNumbers(field)) {
      return Optional.of(
          TensorColumn.fixed(field.getName(), file.shape(list.getListSize()), List.of()));
    }
    if (field.getType() instanceof ArrowType.List && holdsNumbers(field)) {
      return Optional.of(
          new TensorColumn(field.getName(), List.of(), List.of(TensorColumn.VARIES)));
    }
    return Optional.empty();
  }

  /** The element type of a field of numbers, or nothing for any other field. */
  static Optional<ElementType> elementType(Field field) {
    if (field.getType() instanceof ArrowType.FloatingPoint number) {
      return Optional.of(
          switch (number.getPrecision()) {
            case HALF -> ElementType.FLOAT16;
            case SINGLE -> ElementType.FLOAT32;
            case DOUBLE -> ElementType.FLOAT64;
          });
    }
    if (field.getType() instanceof ArrowType.Int number
        && number.getBitWidth() == 8
        && !number.getIsSigned()) {
      return Optional.of(ElementType.UINT8);
    }
    return Optional.empty();
  }

  private static Field fixed(TensorColumn column, Shape shape) {
    ObjectNode metadata = JSON.createObjectNode();
    ArrayNode extents = metadata.putArray(SHAPE);
    column.extents().forEach(extents::add);
    putNames(metadata, column);
    ArrowType storage = new ArrowType.FixedSizeList(Math.toIntExact(shape.elements()));
    return new Field(
        column.name(),
        new FieldType(false, storage, null, extension(FIXED, metadata)),
        List.of(new Field("item", FieldType.notNullable(FLOAT), null)));
  }

  private static Field variable(TensorColumn column) {
    ObjectNode metadata = JSON.createObjectNode();
    putNames(metadata, column);
    if (column.extents().stream().anyMatch(extent -> extent != TensorColumn.VARIES)) {
      ArrayNode uniform = metadata.putArray(UNIFORM_SHAPE);
      for (int extent : column.extents()) {
        if (extent == TensorColumn.VARIES) {
          uniform.addNull();
        } else {
          uniform.add(extent);
        }
      }
    }
    Field data =
        new Field(
            DATA,
            FieldType.notNullable(new ArrowType.List()),
            List.of(new Field("item", FieldType.notNullable(FLOAT), null)));
    Field shape =
        new Field(
            SHAPE,
            FieldType.notNullable(new ArrowType.FixedSizeList(column.rank())),
            List.of(new Field("item", FieldType.notNullable(INT32), null)));
    return new Field(
        column.name(),
        new FieldType(false, new ArrowType.Struct(), null, extension(VARIABLE, metadata)),
        List.of(data, shape));
  }

  private static void putNames(ObjectNode metadata, TensorColumn column) {
    if (!column.dimensionNames().isEmpty()) {
      ArrayNode names = metadata.putArray(DIMENSION_NAMES);
      column.dimensionNames().forEach(names::add);
    }
  }

  /** In an order of its own: that of {@link Map#of} is another one in each JVM, and so in files. */
  private static Map<String, String> extension(String name, ObjectNode metadata) {
    Map<String, String> entries = new TreeMap<>();
    entries.put(ExtensionType.EXTENSION_METADATA_KEY_NAME, name);
    entries.put(ExtensionType.EXTENSION_METADATA_KEY_METADATA, metadata.toString());
    return entries;
  }

  private static TensorColumn fixedColumn(ChannelReader file, Field field) throws IOException {
    JsonNode metadata = metadata(file, field);
    List<Integer> extents = integers(file, field, metadata.path(SHAPE));
    long[] longs = extents.stream().mapToLong(Integer::longValue).toArray();
    if (longs.length == 0
        || !(field.getType() instanceof ArrowType.FixedSizeList list)
        || !holdsNumbers(field)
        || file.shape(longs).elements() != list.getListSize()) {
      throw file.broken(
          "a fixed-shape tensor must be a fixed-size list of as many numbers as its shape says:"
              + " column="
              + field.getName()
              + ", shape="
              + extents
              + ", storage="
              + storage(field));
    }
    return new TensorColumn(field.getName(), names(file, field, metadata, extents.size()), extents);
  }

  private static TensorColumn variableColumn(ChannelReader file, Field field) throws IOException {
    Optional<Field> data = child(field, DATA);
    Optional<Field> shape = child(field, SHAPE);
    if (data.isEmpty()
        || !(data.get().getType() instanceof ArrowType.List)
        || !holdsNumbers(data.get())
        || shape.isEmpty()
        || !(shape.get().getType() instanceof ArrowType.FixedSizeList list)
        || list.getListSize() < 1
        || shape.get().getChildren().size() != 1
        || !shape.get().getChildren().get(0).getType().equals(INT32)) {
      throw file.broken(
          "a variable-shape tensor must be a struct of data, a list of numbers, and shape, a"
              + " fixed-size list of int32: column="
              + field.getName()
              + ", storage="
              + storage(field));
    }
    JsonNode metadata = metadata(file, field);
    JsonNode uniform = metadata.path(UNIFORM_SHAPE);
    List<Integer> extents =
        uniform.isMissingNode() || uniform.isNull()
            ? Collections.nCopies(list.getListSize(), TensorColumn.VARIES)
            : integers(file, field, uniform);
    if (extents.size() != list.getListSize()) {
      throw file.broken(
          "uniform_shape must have one entry a dimension: column="
              + field.getName()
              + ", uniform_shape="
              + uniform
              + ", dimensions="
              + list.getListSize());
    }
    return new TensorColumn(field.getName(), names(file, field, metadata, extents.size()), extents);
  }

  private static JsonNode metadata(ChannelReader file, Field field) throws IOException {
    String text = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_METADATA);
    JsonNode metadata;
    try {
      metadata = JSON.readTree(text == null || text.isEmpty() ? "{}" : text);
    } catch (JsonProcessingException e) {
      throw file.broken(
          "tensor metadata is not JSON: column=" + field.getName() + ", metadata=" + text);
    }
    JsonNode permutation = metadata.path(PERMUTATION);
    for (int d = 0; d < permutation.size(); d++) {
      if (permutation.get(d).asInt(-1) != d) {
        throw file.broken(
            "a permuted tensor is not read: column="
                + field.getName()
                + ", permutation="
                + permutation
                + ", write it row-major");
      }
    }
    return metadata;
  }

  /** The entries of a list, {@code null} as {@link TensorColumn#VARIES}. */
  private static List<Integer> integers(ChannelReader file, Field field, JsonNode list)
      throws IOException {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode entry : list) {
      if (entry.isNull()) {
        integers.add(TensorColumn.VARIES);
      } else if (entry.canConvertToInt() && entry.asInt() >= 0) {
        integers.add(entry.asInt());
      } else {
        throw file.broken(
            "an extent must be a whole number: column=" + field.getName() + ", extents=" + list);
      }
    }
    return integers;
  }

  private static List<String> names(
      ChannelReader file, Field field, JsonNode metadata, int dimensions) throws IOException {
    List<String> names = new ArrayList<>();
    metadata.path(DIMENSION_NAMES).forEach(name -> names.add(name.asText()));
    if (!names.isEmpty() && names.size() != dimensions) {
      throw file.broken(
          "dim_names must have one entry a dimension: column="
              + field.getName()
              + ", dim_names="
              + names
              + ", dimensions="
              + dimensions);
    }
    return names;
  }

  private static Optional<Field> child(Field field, String name) {
    return field.getChildren().stream().filter(f -> f.getName().equals(name)).findFirst();
  }

  private static boolean holdsNumbers(Field list) {
    return list.getChildren().size() == 1 && elementType(list.getChildren().get(0)).isPresent();
  }

  private static String storage(Field field) {
    return field.getType() + " of " + field.getChildren().stream().map(Field::getType).toList();
  }
}
