package io.convoy.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Times extracting a layer from photos beside Spark with ONNX Runtime by hand: the same photos, the
 * same network, a fresh JVM for each run, both sides in turn.
 */
@Command(
    name = "extract",
    description = "Times whole extract jobs, beside Spark with ONNX Runtime by hand.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ExtractBench implements Callable<Integer> {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Of a full job: enough to see that it works. */
  private static final int QUICK_SHARE = 20;

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these networks: ${COMPLETION-CANDIDATES}.")
  private List<BenchNetwork> only = List.of(BenchNetwork.values());

  @Option(
      names = "--master",
      split = ";",
      defaultValue = "local[1];local[2]",
      paramLabel = "M",
      description = "Spark masters, with semicolons between (default: ${DEFAULT-VALUE}).")
  private List<String> masters;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Photos of a job on one core (default: what takes some two minutes).")
  private Integer images;

  @Option(names = "--quick", description = "Twentieth of the photos: not to be quoted.")
  private boolean quick;

  @Mixin private BenchPlace place;

  public static void main(String[] arguments) {
    System.exit(BenchPlace.execute(new ExtractBench(), arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path target = place.home().resolve("target");
    Path output = target.resolve("bench");
    Files.createDirectories(output);
    List<Map<String, Object>> rows = new ArrayList<>();
    System.out.printf(
        "%-12s %-10s %7s %9s %9s %6s %9s %10s %10s%n",
        "network",
        "master",
        "images",
        "ours i/s",
        "peer i/s",
        "ratio",
        "overhead",
        "ours MB",
        "peer MB");
    for (BenchNetwork network : only) {
      Path model = target.resolve("networks/" + network.label() + ".onnx");
      if (!Files.exists(model)) {
        throw new IllegalArgumentException(
            "no such network, scripts/networks writes it: path=" + model);
      }
      for (String master : masters) {
        int count = images(network, master);
        Path photos = target.resolve("bench-photos/" + count);
        BenchPhotos.make(target.resolve("photos"), photos, BenchPhotos.Sides.MIXED, count);
        SideProcess side = new SideProcess(target, ExtractSide.class);

        SideResult theirs =
            side.run(
                "by-hand",
                master,
                network.name(),
                model.toString(),
                photos.toString(),
                place.machine().toString());
        SideResult ours =
            side.run(
                "ours",
                master,
                network.name(),
                model.toString(),
                photos.toString(),
                place.machine().toString());
        rows.add(row(network, master, ours, theirs));
        // Written each time, so that a run that is stopped leaves what it found.
        JSON.writeValue(output.resolve("extract.json").toFile(), rows);
      }
    }
    return 0;
  }

  private int images(BenchNetwork network, String master) {
    int all = images != null ? images : network.images() / (quick ? QUICK_SHARE : 1);
    return master.equals("local[2]") ? 2 * all : all;
  }

  private static Map<String, Object> row(
      BenchNetwork network, String master, SideResult ours, SideResult theirs) {
    if (ours.images() != theirs.images()) {
      throw new IllegalStateException(
          "both sides must write all images: ours=" + ours.images() + ", peer=" + theirs.images());
    }
    double rate = ours.images() / ours.seconds();
    double peerRate = theirs.images() / theirs.seconds();
    double overhead = 1 - ours.run().workSeconds() / ours.taskSeconds();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", network.label());
    row.put("master", master);
    row.put("images", ours.images());
    row.put("images_per_second", rate);
    row.put("peer_images_per_second", peerRate);
    row.put("ratio", rate / peerRate);
    row.put("overhead_fraction", overhead);
    row.put("predicted_s", ours.run().predictedSeconds());
    row.put("measured_s", ours.run().seconds());
    row.put("predicted_memory", ours.run().predictedMemory());
    row.put("measured_memory", ours.run().memory());
    row.put("seconds_with_start", ours.seconds());
    row.put("process_memory", ours.peakBytes());
    row.put("peer_process_memory", theirs.peakBytes());
    System.out.printf(
        Locale.ROOT,
        "%-12s %-10s %7d %9.2f %9.2f %6.2f %8.1f%% %10.0f %10.0f%n",
        network.label(),
        master,
        ours.images(),
        rate,
        peerRate,
        rate / peerRate,
        100 * overhead,
        ours.peakBytes() / 1e6,
        theirs.peakBytes() / 1e6);
    return row;
  }
}
