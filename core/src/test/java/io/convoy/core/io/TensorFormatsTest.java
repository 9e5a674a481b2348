package io.convoy.core.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorFormatsTest {
  @ParameterizedTest
  @CsvSource({
    "a.npy,npy",
    "/x y/#%/A.NPY,npy",
    "part-00000.arrow,arrow",
    "part-00000.parquet,parquet",
    "model.safetensors,safetensors",
    "sobel.json,json"
  })
  void formatIsKnownByTheNamesEnd(String fileName, String format) {
    assertEquals(Optional.of(format), TensorFormats.forName(fileName).map(TensorFormat::name));
  }

  @ParameterizedTest
  @CsvSource({"a.png", "npy", "a.npy.gz", "a.arrow_"})
  void otherNamesHaveNoFormat(String fileName) {
    assertEquals(Optional.empty(), TensorFormats.forName(fileName));
  }

  @Test
  void formatsHaveNamesOfTheirOwn() {
    List<String> names = TensorFormats.all().stream().map(TensorFormat::name).toList();

    assertEquals(names.size(), names.stream().distinct().count());
  }

  @ParameterizedTest
  @CsvSource({"w.onnx", "w.txt"})
  void weightsOfAnotherFormatAreRefused(String path) {
    assertEquals(
        "weights must be a .npy, .safetensors or .json file: path=" + path,
        assertThrows(
                IllegalArgumentException.class,
                () -> Weights.read(new TrickleChannel(new byte[0]), path, Optional.empty()))
            .getMessage());
  }
}
