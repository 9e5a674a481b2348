package io.convoy.job.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Padding;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.ConvRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a data set says of itself in {@code _convoy.json}. It tells what was computed, not when nor
 * where, so that the same run writes the same manifest.
 */
final class Manifest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Manifest() {}

  static byte[] of(
      ConvRequest request, ConvPlan plan, String weightsDigest, long written, long rejected) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("version", version());
    manifest.put("command", "conv");
    manifest.put("layer", layer(request, weightsDigest));
    manifest.put("algorithms", List.copyOf(plan.algorithms().keySet()));
    manifest.put("input", plan.input().toString());
    manifest.put("output", plan.output().toString());
    manifest.put("column", OutputColumn.NAME);
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

  private static Map<String, Object> layer(ConvRequest request, String weightsDigest) {
    ConvOptions options = request.layer().options();
    Padding padding = options.padding();
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("weights", request.layer().weights());
    request.layer().bias().ifPresent(bias -> layer.put("bias", bias));
    layer.put("sha256", weightsDigest);
    layer.put("groups", options.groups());
    layer.put("stride", List.of(options.strideHeight(), options.strideWidth()));
    layer.put(
        "padding",
        padding.same()
            ? "same"
            : List.of(padding.top(), padding.left(), padding.bottom(), padding.right()));
    layer.put("dilation", List.of(options.dilationHeight(), options.dilationWidth()));
    layer.put("activation", options.activation().toString());
    layer.put("pool", request.layer().pool().toString());
    return layer;
  }
}
