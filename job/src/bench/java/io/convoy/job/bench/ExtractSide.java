package io.convoy.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preset;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.model.Wanted;
import io.convoy.job.calibrate.MachineFiles;
import io.convoy.job.execute.RunException;
import io.convoy.job.execute.RunListener;
import io.convoy.job.execute.RunSummary;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.plan.Restart;
import io.convoy.job.serde.ConvoyRegistrator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * One side of the contest, in a JVM of its own: extracts, and prints what it took as a line of
 * JSON.
 */
final class ExtractSide {
  private ExtractSide() {}

  /**
   * Side ({@code ours} or {@code by-hand}), master, network, model, photos, the machine's file,
   * output.
   */
  public static void main(String[] arguments) throws IOException, RunException, TimeoutException {
    String master = arguments[1];
    BenchNetwork network = BenchNetwork.valueOf(arguments[2]);
    Path model = Path.of(arguments[3]);
    Path photos = Path.of(arguments[4]);
    Path output = Path.of(arguments[6]);
    SideResult result =
        arguments[0].equals("ours")
            ? ours(
                new Budget(
                    MachineFiles.read(Path.of(arguments[5])), Optional.empty(), Optional.empty()),
                master,
                network,
                model,
                new String[] {photos.toString(), output.toString()})
            : byHand(master, network, model, photos, output);
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  private static SideResult ours(
      Budget budget, String master, BenchNetwork network, Path model, String[] folders)
      throws IOException, RunException, TimeoutException {
    SideMeter meter = new SideMeter();
    try (JavaSparkContext sc =
        new JavaSparkContext(ConvoyRegistrator.apply(SideMeter.configuration(master)))) {
      sc.sc().addSparkListener(meter);
      RunSummary summary =
          SparkRunner.run(
              sc,
              new ExtractRequest(
                  List.of(folders[0]),
                  model.toString(),
                  List.of(Wanted.of(network.layer())),
                  Optional.empty(),
                  Preset.IMAGENET.preprocess(Optional.of(new ImageSize(224, 224))),
                  Optional.empty(),
                  OnError.FAIL,
                  new OutputRequest(
                      folders[1],
                      Existing.REFUSE,
                      Restart.AFRESH,
                      OutputFormat.PARQUET,
                      Compression.NONE)),
              budget,
              RunListener.SILENT);
      return meter.result(sc.sc(), summary.written(), JobSide.figures(summary));
    }
  }

  private static SideResult byHand(
      String master, BenchNetwork network, Path model, Path photos, Path output)
      throws IOException, TimeoutException {
    SideMeter meter = new SideMeter();
    try (SparkSession spark =
        SparkSession.builder().config(SideMeter.configuration(master)).getOrCreate()) {
      spark.sparkContext().addSparkListener(meter);
      long images = ByHand.run(spark, photos, model, network.layer(), output);
      return meter.result(spark.sparkContext(), images, RunFigures.NONE);
    }
  }
}
