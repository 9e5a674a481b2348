package io.convoy.job.cli;

import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.LayerOutline;
import io.convoy.core.conv.Padding;
import io.convoy.core.cost.CostModel.Source;
import io.convoy.core.image.ImageFormatException;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.tensor.Shape;
import io.convoy.job.execute.LayerLoader;
import io.convoy.job.execute.RunException;
import io.convoy.job.execute.SparkRunner;
import io.convoy.job.plan.BankUse;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.plan.Handling;
import io.convoy.job.plan.InputMix;
import io.convoy.job.plan.MemoryLimit;
import io.convoy.job.plan.Planner;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.plan.Resources;
import io.convoy.job.report.PlanJson;
import io.convoy.job.report.PlanText;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what a run would do and cost, and runs nothing. */
@Command(
    name = "conv",
    description =
        "Print algorithm, grid, arithmetic, memory and seconds of a run; compute nothing.",
    sortOptions = false,
    customSynopsis = {
      "convoy plan conv --input PATH... --weights FILE --output FOLDER [OPTIONS]",
      "convoy plan conv --spec LINE [--images N] [--cluster C] [OPTIONS]"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "    convoy plan conv --input photos --weights conf/filters/classic.json --output maps",
      "    convoy plan conv ... --verbose     # also what each kernel says to the problem",
      "  A night on a cluster that is not here, over photos that are not here:",
      "    convoy plan conv --spec ic3ih224oc64kh7sh2ph3 --images 1e9 --photo-size 375x500 \\",
      "        --cluster executors=1000,cores=8,memory=16g --pool avg"
    })
final class PlanConvCommand implements Callable<Integer> {
  /** Tensor files that nobody has seen are taken to be as large as a block of HDFS. */
  private static final long TENSOR_FILE_BYTES = 128L << 20;

  private final Console console;

  @Mixin private ConvArguments arguments;

  @Mixin private BudgetOptions budgetOptions;

  @Mixin private ElsewhereOptions elsewhere;

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  PlanConvCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, RunException {
    ConvPlan plan = elsewhere.describesRecords() ? planOfWhatIsSaid() : planOfWhatIsThere();
    if (json) {
      console.out().println(PlanJson.text(plan));
      return Failures.DONE;
    }
    PlanText.lines(plan).forEach(console.out()::println);
    boolean verbose = spec.findOption("--verbose").getValue();
    if (verbose) {
      PlanText.kernels(plan).forEach(console.out()::println);
    }
    return Failures.DONE;
  }

  private ConvPlan planOfWhatIsThere() throws IOException, RunException {
    ConvRequest request = arguments.request();
    var cluster = elsewhere.cluster();
    try (JavaSparkContext sc = SparkStart.context()) {
      Budget budget = budgetOptions.budget(new Storage(sc.hadoopConfiguration()), console);
      return (ConvPlan) SparkRunner.plan(sc, request, budget.withCluster(cluster));
    }
  }

  /** Without Spark, and without a look at any input. */
  private ConvPlan planOfWhatIsSaid() throws IOException {
    var cluster = elsewhere.cluster();
    var images = elsewhere.images();
    ConvSpec line = null;
    if (elsewhere.spec().isPresent()) {
      line = ConvSpec.parse(elsewhere.spec().get());
    } else {
      arguments.require("--weights");
    }
    Storage storage = SparkStart.storage();
    Budget budget = budgetOptions.budget(storage, console).withCluster(cluster);
    LayerLoader.Headers layer =
        line == null ? LayerLoader.headers(storage, arguments.layer()) : layerOf(line);
    Shape record = line == null ? recordOfPhotos() : line.inputShape().dropFirst();
    long count = images.orElse(line == null ? 1L : line.images());
    long decoded = elsewhere.photoSize().map(size -> 3 * size.pixels()).orElse(record.elements());
    boolean photos = record.extent(0) == 3 || record.extent(0) == 1;
    RecordSizes sizes = new RecordSizes();
    sizes.add(count, decoded, record.extent(0), record.extent(1), record.extent(2));
    long recordBytes = Float.BYTES * record.elements();
    long files =
        photos ? count : Math.max(1, (long) (count * (double) recordBytes / TENSOR_FILE_BYTES));
    Handling handling =
        new Handling(
            arguments.onError(),
            arguments.grid(),
            arguments.pool(),
            InputMix.of(photos ? Source.JPEG : Source.TENSOR, files),
            arguments.format());
    return Planner.plan(layer.outline(), layer.use(), sizes, handling, resources(budget));
  }

  private static Resources resources(Budget budget) {
    int cores = Runtime.getRuntime().availableProcessors();
    return budget
        .cluster()
        .map(cluster -> cluster.resources(budget))
        .orElseGet(
            () ->
                new Resources(
                    budget.machine(),
                    1,
                    cores,
                    budget.limit(
                        MemoryLimit.ofHeap(
                            Runtime.getRuntime().maxMemory(), cores, "--driver-memory"))));
  }

  /** What a spec says; its weights are taken to lie in a file that can be read in parts. */
  private LayerLoader.Headers layerOf(ConvSpec line) {
    ConvOptions options =
        new ConvOptions(
            line.groups(),
            line.height().stride(),
            line.width().stride(),
            Padding.of(
                line.height().padBefore(),
                line.width().padBefore(),
                Math.max(0, line.height().padAfter()),
                Math.max(0, line.width().padAfter())),
            line.height().dilation(),
            line.width().dilation(),
            line.activation());
    LayerOutline outline = new LayerOutline(line.weightsShape(), options, arguments.algorithm());
    return new LayerLoader.Headers(outline, BankUse.of(line.weightsShape(), line.groups(), true));
  }

  private Shape recordOfPhotos() throws ImageFormatException {
    Preprocess preprocess = arguments.preprocess();
    if (preprocess.resize().isEmpty()
        && preprocess.crop().isEmpty()
        && elsewhere.photoSize().isEmpty()) {
      throw new IllegalArgumentException(
          "the size of images that are not here must be said: --photo-size, --resize, --crop or"
              + " --spec");
    }
    ImageSize size =
        elsewhere.photoSize().or(preprocess::resize).or(preprocess::crop).orElseThrow();
    return preprocess.outputShape(size.height(), size.width());
  }
}
