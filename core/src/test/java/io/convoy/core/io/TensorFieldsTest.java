package io.convoy.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in the schema of a file. */
final class TensorFieldsTest {
  /** Two of these in an order by chance made files of the same numbers differ from JVM to JVM. */
  @Test
  void metadataHasAnOrder() {
    List<String> keys = List.of("ARROW:extension:metadata", "ARROW:extension:name");
    TensorColumn fixed = TensorColumn.fixed("conv", Shape.of(2, 3, 4), List.of());
    assertEquals(keys, List.copyOf(TensorFields.of(fixed).getMetadata().keySet()));
    TensorColumn varies = new TensorColumn("conv", List.of(), List.of(2, TensorColumn.VARIES));
    assertEquals(keys, List.copyOf(TensorFields.of(varies).getMetadata().keySet()));
  }
}
