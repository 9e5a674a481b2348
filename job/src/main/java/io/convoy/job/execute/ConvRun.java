package io.convoy.job.execute;

import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Padding;
import io.convoy.core.io.TensorColumn;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.plan.Handling;
import io.convoy.job.plan.InputMix;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.plan.Planner;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.plan.Resources;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.Steps;
import io.convoy.job.serde.ColumnOutline;
import io.convoy.job.serde.ConvOperation;
import io.convoy.job.serde.Operation;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run of one convolution layer. */
final class ConvRun implements RunKind {
  private final ConvRequest request;
  private final LayerLoader.Loaded layer;
  private ConvPlan plan;

  private ConvRun(ConvRequest request, LayerLoader.Loaded layer) {
    this.request = request;
    this.layer = layer;
  }

  static ConvRun of(Storage storage, ConvRequest request) throws IOException {
    return new ConvRun(request, LayerLoader.load(storage, request.layer()));
  }

  @Override
  public RunPlan plan(RecordSizes sizes, InputMix inputs, Resources resources) {
    Pool pool = request.layer().pool();
    plan =
        Planner.plan(
            layer.headers().outline(),
            layer.headers().use(),
            sizes,
            new Handling(
                request.onError(), request.grid(), pool, inputs, request.output().format()),
            resources);
    return plan;
  }

  @Override
  public Operation operation() {
    LayerRequest asked = request.layer();
    return new ConvOperation(layer.bank(), asked.options(), asked.algorithm(), asked.pool());
  }

  @Override
  public ColumnOutline[] columns() {
    int[] extents = OutputColumn.extents(plan.output(), outputChannels(), request.layer().pool());
    if (isCut()) {
      // The bands of a map need not be of one height.
      extents[1] = TensorColumn.VARIES;
    }
    return new ColumnOutline[] {new ColumnOutline(OutputColumn.NAME, extents)};
  }

  private int outputChannels() {
    return layer.headers().outline().outputChannels();
  }

  /** Whether some map is too large for a tensor, and so is written in bands. */
  private boolean isCut() {
    return request.layer().pool() == Pool.NONE
        && Steps.bands(outputChannels(), plan.output().maxHeight(), plan.output().maxWidth()).size()
            > 1;
  }

  @Override
  public String digest() {
    return layer.digest();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (layer.notFinite() > 0) {
      notes.add(
          "weights hold numbers that are NaN or infinite: count="
              + layer.notFinite()
              + ", path="
              + request.layer().weights());
    }
    if (isCut()) {
      notes.add(
          "maps of more than "
              + Steps.MOST_NUMBERS
              + " numbers are written in bands of rows, each a record of its own, ID#rows=FROM-TO:"
              + " output="
              + plan.output());
    }
    return notes;
  }

  @Override
  public Map<String, Object> manifest() {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("command", "conv");
    manifest.put("layer", layerAsWritten());
    manifest.put("algorithms", List.copyOf(plan.algorithms().keySet()));
    manifest.put("input", plan.input().toString());
    manifest.put("output", plan.output().toString());
    manifest.put("column", OutputColumn.NAME);
    return manifest;
  }

  private Map<String, Object> layerAsWritten() {
    ConvOptions options = request.layer().options();
    Padding padding = options.padding();
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("weights", request.layer().weights());
    request.layer().bias().ifPresent(bias -> written.put("bias", bias));
    written.put("sha256", layer.digest());
    written.put("groups", options.groups());
    written.put("stride", List.of(options.strideHeight(), options.strideWidth()));
    written.put(
        "padding",
        padding.same()
            ? "same"
            : List.of(padding.top(), padding.left(), padding.bottom(), padding.right()));
    written.put("dilation", List.of(options.dilationHeight(), options.dilationWidth()));
    written.put("activation", options.activation().toString());
    written.put("pool", request.layer().pool().toString());
    return written;
  }
}
