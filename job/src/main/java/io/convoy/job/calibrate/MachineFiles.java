package io.convoy.job.calibrate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.core.cost.Machine;
import io.convoy.core.simd.Processor;
import io.convoy.core.simd.Simd;
import io.convoy.job.plan.TypicalMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * Where machines are kept: this one in the user's cache ({@code
 * $XDG_CACHE_HOME/convoy/machine.json}, otherwise below {@code ~/.cache}), others in files that are
 * named.
 */
public final class MachineFiles {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * Figures that files of older versions lack, and what they are where nothing was measured: a
   * typical machine's. What an older file has is still true.
   */
  private static final Map<JsonPointer, Double> ADDED =
      Map.of(
          JsonPointer.compile("/core/largest_floats"), TypicalMachine.LARGEST_FLOATS,
          JsonPointer.compile("/core/ends/patch"), Machine.Ends.TYPICAL.patch(),
          JsonPointer.compile("/images/image_seconds"), TypicalMachine.IMAGES.imageSeconds(),
          JsonPointer.compile("/starts/part_seconds"), TypicalMachine.STARTS.partSeconds(),
          JsonPointer.compile("/starts/first_tensors_seconds"),
              TypicalMachine.STARTS.firstTensorsSeconds(),
          JsonPointer.compile("/starts/first_transform_seconds"),
              TypicalMachine.STARTS.firstTransformSeconds());

  private MachineFiles() {}

  /** Where this machine's figures are kept. */
  public static Path here(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The rule of XDG: a relative path is as good as none.
    Path folder =
        cache.startsWith("/") ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache");
    return folder.resolve("convoy").resolve("machine.json");
  }

  /**
   * The machine of a file.
   *
   * @throws IllegalArgumentException where the file holds no machine
   * @throws IOException where it can't be read
   */
  public static Machine read(Path file) throws IOException {
    try {
      JsonNode machine = JSON.readTree(Files.readString(file));
      ADDED.forEach((figure, typical) -> add(machine, figure, typical));
      return JSON.treeToValue(machine, Machine.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "a machine's file must hold what scripts/convoy calibrate writes: path="
              + file
              + ", cause="
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + "; measure again where it is of an older version",
          e);
    }
  }

  private static void add(JsonNode machine, JsonPointer figure, double typical) {
    if (machine.at(figure.head()) instanceof ObjectNode figures) {
      figures.putIfAbsent(figure.last().getMatchingProperty(), figures.numberNode(typical));
    }
  }

  /**
   * What is kept of this machine, if it is still the one that was measured: a home folder may be
   * shared by several.
   */
  public static Optional<Machine> readIfOfThisMachine(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Machine machine = read(file);
    return Optional.of(machine)
        .filter(
            kept ->
                kept.processor().equals(Processor.name())
                    && kept.core().count() == Runtime.getRuntime().availableProcessors()
                    && kept.core().vectorBits() == Simd.bits());
  }

  /** Writes the file whole, and makes its folder. */
  public static void write(Path file, Machine machine) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), "machine", ".tmp");
    try {
      Files.writeString(whole, JSON.writeValueAsString(machine) + "\n");
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
