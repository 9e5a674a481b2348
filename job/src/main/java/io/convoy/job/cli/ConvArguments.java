package io.convoy.job.cli;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvKernels;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.OutputFormat;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The arguments of one convolution layer, which {@code conv} and {@code plan conv} share. */
final class ConvArguments {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Files, folders or patterns, also hdfs:// and s3a://: images, .npy, .arrow,"
              + " .parquet, .json.")
  private List<String> inputs;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "The filters (O, I, KH, KW): .npy, .safetensors (FILE#NAME) or .json.")
  private String weights;

  @Option(
      names = "--bias",
      paramLabel = "FILE",
      description = "One number an output channel (O), in the same formats.")
  private Optional<String> bias;

  @Mixin private OutputOptions output;

  @Option(
      names = "--stride",
      paramLabel = "N[,N]",
      description = "Step, height first (default: ${DEFAULT-VALUE}).")
  private String stride;

  @Option(
      names = "--padding",
      paramLabel = "P",
      description =
          "Zeros around the image: N, H,W, TOP,LEFT,BOTTOM,RIGHT, same or valid (default:"
              + " ${DEFAULT-VALUE}).")
  private String padding;

  @Option(
      names = "--dilation",
      paramLabel = "N[,N]",
      description = "Distance between taps, 1 is dense (default: ${DEFAULT-VALUE}).")
  private String dilation;

  @Option(
      names = "--groups",
      paramLabel = "N",
      description = "Groups of channels that don't mix (default: ${DEFAULT-VALUE}).")
  private String groups;

  @Option(
      names = "--activation",
      paramLabel = "F",
      description =
          "none, relu, relu6, clip:LOW:HIGH, leaky_relu:SLOPE or hard_swish (default:"
              + " ${DEFAULT-VALUE}).")
  private String activation;

  @Option(
      names = "--algorithm",
      paramLabel = "A",
      completionCandidates = Algorithms.class,
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private String algorithm;

  @Option(
      names = "--grid",
      paramLabel = "G",
      description = "Parts of the work, IMAGESxCHANNELSxROWS, or auto (default: ${DEFAULT-VALUE}).")
  private String grid;

  @Option(
      names = "--pool",
      paramLabel = "P",
      description =
          "Write each map whole (none) or as one number: avg or max (default: ${DEFAULT-VALUE}).")
  private String pool;

  @Option(
      names = "--resize",
      paramLabel = "HxW",
      description = "Resize images first (bilinear, anti-aliased).")
  private String resize;

  @Option(names = "--crop", paramLabel = "HxW", description = "Then cut this out of the centre.")
  private String crop;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "Then multiply the pixels, which run from 0 to 255 (default: ${DEFAULT-VALUE}).")
  private String scale;

  @Option(
      names = "--mean",
      paramLabel = "X[,X,X]",
      description = "Then subtract, one number or one a channel (default: ${DEFAULT-VALUE}).")
  private String mean;

  @Option(
      names = "--std",
      paramLabel = "X[,X,X]",
      description = "Then divide, one number or one a channel (default: ${DEFAULT-VALUE}).")
  private String std;

  @Option(names = "--gray", description = "Take images as one grey channel instead of three.")
  private boolean gray;

  @Option(
      names = "--on-error",
      paramLabel = "E",
      description =
          "What becomes of a bad record: reject, or fail the run (default: ${DEFAULT-VALUE}).")
  private String onError;

  /** The names that --algorithm takes, for its help. */
  private static final class Algorithms extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Algorithms() {
      add("auto");
      ConvKernels.all().forEach(kernel -> add(kernel.name()));
    }
  }

  /**
   * The request that these arguments make.
   *
   * @throws IllegalArgumentException where a word can't be read, or two don't go together
   */
  ConvRequest request() {
    require("--input", "--weights", "--output");
    return new ConvRequest(inputs, layer(), preprocess(), grid(), onError(), output.request());
  }

  /**
   * Refuses a command line that lacks one of these.
   *
   * @throws ParameterException as picocli does for what is always needed
   */
  void require(String... names) {
    for (String name : names) {
      OptionSpec option = command.findOption(name);
      if (option.getValue() == null) {
        throw new MissingParameterException(
            command.commandLine(),
            option,
            "missing required option: '" + name + "=" + option.paramLabel() + "'");
      }
    }
  }

  /** The layer, of weights that are named. */
  LayerRequest layer() {
    ConvKernels.checkName(algorithm);
    return new LayerRequest(weights, bias, options(), algorithm, Pool.parse(pool));
  }

  Optional<Grid> grid() {
    return Grid.parse(grid);
  }

  OnError onError() {
    return Words.onError(onError);
  }

  Pool pool() {
    return Pool.parse(pool);
  }

  OutputFormat format() {
    return output.format();
  }

  String algorithm() {
    ConvKernels.checkName(algorithm);
    return algorithm;
  }

  private ConvOptions options() {
    Words.Pair steps = Words.pair("stride", stride);
    Words.Pair distance = Words.pair("dilation", dilation);
    return new ConvOptions(
        Words.count("groups", groups),
        steps.height(),
        steps.width(),
        Words.padding(padding),
        distance.height(),
        distance.width(),
        Activation.parse(activation));
  }

  Preprocess preprocess() {
    return new Preprocess(
        Words.size("resize", resize),
        Words.size("crop", crop),
        Words.number("scale", scale),
        Words.numbers("mean", mean),
        Words.numbers("std", std),
        gray);
  }

  String weights() {
    return weights;
  }

  /** Every option by its name and the value that it had in the end, wherever that came from. */
  Map<String, Object> effective() {
    return EffectiveOptions.of(command);
  }
}
