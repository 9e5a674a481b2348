package io.convoy.job.execute;

import io.convoy.core.model.PackedWeights;
import io.convoy.core.model.Wanted;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.plan.InputMix;
import io.convoy.job.plan.NetworkInput;
import io.convoy.job.plan.NetworkPlan;
import io.convoy.job.plan.NetworkPlanner;
import io.convoy.job.plan.PlannedColumn;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.plan.Resources;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.serde.ColumnOutline;
import io.convoy.job.serde.NetworkOperation;
import io.convoy.job.serde.SharedRun;
import io.convoy.job.source.ModelFile;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of a network. */
final class NetworkRun implements RunKind {
  private final ExtractRequest request;
  private final String name;
  private final ModelFile file;

  /** What the plan was made with; null as soon as it is handed over. */
  private PackedWeights packed = new PackedWeights();

  private NetworkPlan plan;

  private NetworkRun(ExtractRequest request, String name, ModelFile file) {
    this.request = request;
    this.name = name;
    this.file = file;
  }

  static NetworkRun of(Storage storage, ExtractRequest request) throws IOException {
    String name = Storage.name(storage.resolve(request.model()));
    return new NetworkRun(request, name, ModelFile.read(storage, request.model()));
  }

  @Override
  public RunPlan plan(RecordSizes sizes, InputMix inputs, Resources resources) {
    plan = NetworkPlanner.plan(file.model(), request, sizes, inputs, resources, packed);
    return plan;
  }

  @Override
  public void handOver(Optional<SharedRun> here) {
    PackedWeights weights = packed;
    packed = null;
    here.ifPresent(
        run ->
            run.shared(
                SharedNetwork.class, () -> SharedNetwork.of(operation(), file.model(), weights)));
  }

  @Override
  public NetworkOperation operation() {
    return new NetworkOperation(
        name,
        file.digest(),
        NetworkInput.of(file.model(), request.from()).tensor(),
        request.wanted().toArray(Wanted[]::new),
        plan.batch().images(),
        plan.batch().arenaLimit());
  }

  @Override
  public ColumnOutline[] columns() {
    return plan.columns().stream()
        .map(
            column ->
                new ColumnOutline(
                    column.name(), column.extents().stream().mapToInt(Integer::intValue).toArray()))
        .toArray(ColumnOutline[]::new);
  }

  @Override
  public String digest() {
    return file.digest();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (file.model().fixedImages().orElse(0) == 1) {
      notes.add(
          "the model fixes its batch at one image, images are run one by one: path="
              + request.model());
    }
    plan.batch()
        .bands()
        .ifPresent(
            bands ->
                notes.add(
                    "the maps of the largest image don't fit a task's memory, the network begins by"
                        + " bands of rows: bands="
                        + bands.count()
                        + ", until="
                        + bands.until()));
    return notes;
  }

  @Override
  public Map<String, Object> manifest() {
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("model", request.model());
    network.put("sha256", file.digest());
    request.from().ifPresent(tensor -> network.put("from", tensor));
    network.put("layers", plan.columns().stream().map(PlannedColumn::name).toList());
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("command", "extract");
    manifest.put("network", network);
    manifest.put("algorithms", List.copyOf(plan.algorithms().keySet()));
    manifest.put("input", plan.input().toString());
    manifest.put("output", plan.outputs());
    manifest.put("columns", plan.columns().stream().map(PlannedColumn::name).toList());
    return manifest;
  }
}
