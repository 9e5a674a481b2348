package io.convoy.job.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a data set says of itself in {@code _convoy.json}. It tells what was computed, not when nor
 * where, so that the same run writes the same manifest.
 */
final class Manifest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Manifest() {}

  static byte[] of(RunKind kind, long written, long rejected) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("version", version());
    manifest.putAll(kind.manifest());
    manifest.put("records", written);
    manifest.put("rejected", rejected);
    try {
      return (JSON.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings and numbers are JSON", e);
    }
  }

  /** The version in the jar's own manifest; classes outside of a jar have none. */
  static String version() {
    String version = Manifest.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
