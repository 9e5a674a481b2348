package io.convoy.core.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Tensor columns as Parquet fields, and back. As SQL sees them:
 *
 * <pre>
 * id      string
 * vector  list&lt;float&gt;                                      a tensor of one dimension
 * map     struct&lt;data: list&lt;float&gt;, shape: list&lt;int&gt;&gt;      any other, row-major
 * </pre>
 *
 * <p>Nothing is optional. A list has the three levels of the format's rules. What SQL can't say,
 * the names of the dimensions and the extents that all records share, stands as JSON in the
 * footer's metadata.
 *
 * @see <a href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists">the
 *     rules of lists</a>
 */
final class ParquetFields {
  /** The footer's key under which the tensor columns are described. */
  private static final String KEY = "convoy.tensors";

  private static final String NAME = "name";
  private static final String DIMENSION_NAMES = "dim_names";
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ParquetFields() {}

  static MessageType schema(List<TensorColumn> columns) {
    List<Type> fields = new ArrayList<>();
    fields.add(
        Types.required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(ArrowTensorFile.ID));
    for (TensorColumn column : columns) {
      fields.add(
          isVector(column)
              ? list(PrimitiveTypeName.FLOAT, column.name())
              : Types.requiredGroup()
                  .addField(list(PrimitiveTypeName.FLOAT, TensorFields.DATA))
                  .addField(list(PrimitiveTypeName.INT32, TensorFields.SHAPE))
                  .named(column.name()));
    }
    return new MessageType("records", fields);
  }

  private static Type list(PrimitiveTypeName element, String name) {
    return Types.requiredList().requiredElement(element).named(name);
  }

  /** Whether a column is a plain list, whose length is its shape. */
  static boolean isVector(TensorColumn column) {
    return column.rank() == 1;
  }

  static ColumnDescriptor id(MessageType schema) {
    return schema.getColumnDescription(new String[] {ArrowTensorFile.ID});
  }

  static ColumnDescriptor data(MessageType schema, TensorColumn column) {
    return isVector(column)
        ? schema.getColumnDescription(new String[] {column.name(), LIST, ELEMENT})
        : child(schema, column, TensorFields.DATA);
  }

  static ColumnDescriptor shape(MessageType schema, TensorColumn column) {
    return child(schema, column, TensorFields.SHAPE);
  }

  private static ColumnDescriptor child(MessageType schema, TensorColumn column, String name) {
    return schema.getColumnDescription(new String[] {column.name(), name, LIST, ELEMENT});
  }

  /** The footer's metadata. */
  static Map<String, String> metadata(List<TensorColumn> columns) {
    ArrayNode list = JSON.createArrayNode();
    for (TensorColumn column : columns) {
      ObjectNode entry = list.addObject();
      entry.put(NAME, column.name());
      column.dimensionNames().forEach(entry.putArray(DIMENSION_NAMES)::add);
      ArrayNode extents = entry.putArray(TensorFields.SHAPE);
      for (int extent : column.extents()) {
        if (extent == TensorColumn.VARIES) {
          extents.addNull();
        } else {
          extents.add(extent);
        }
      }
    }
    return Map.of(KEY, list.toString());
  }

  /**
   * The tensor columns of a file that {@link ParquetTensorWriter} wrote.
   *
   * @throws IOException where it was written by something else, or the schema says otherwise
   */
  static List<TensorColumn> columns(
      ChannelReader file, MessageType schema, Map<String, String> metadata) throws IOException {
    String text = metadata.get(KEY);
    if (text == null) {
      throw file.broken(
          "a Parquet file of tensors must be one that Convoy wrote: missing metadata=" + KEY);
    }
    List<TensorColumn> columns = new ArrayList<>();
    try {
      for (JsonNode entry : JSON.readTree(text)) {
        List<String> names = new ArrayList<>();
        entry.path(DIMENSION_NAMES).forEach(name -> names.add(name.asText()));
        List<Integer> extents = new ArrayList<>();
        entry
            .path(TensorFields.SHAPE)
            .forEach(extent -> extents.add(extent.asInt(TensorColumn.VARIES)));
        columns.add(new TensorColumn(entry.path(NAME).asText(), names, extents));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(
          file.path() + ": tensor metadata can't be read: " + KEY + "=" + text, e);
    }
    if (columns.isEmpty() || !schema.equals(schema(columns))) {
      throw file.broken(
          "the schema must be that of its tensors: "
              + KEY
              + "="
              + text
              + ", fields="
              + schema.getFields().stream().map(field -> field.getName()).toList());
    }
    return columns;
  }

  /** The shape of a cell, from the numbers in its shape list. */
  static Shape shape(ChannelReader file, int[] extents) throws IOException {
    long[] longs = new long[extents.length];
    for (int d = 0; d < longs.length; d++) {
      longs[d] = extents[d];
    }
    return file.shape(longs);
  }
}
