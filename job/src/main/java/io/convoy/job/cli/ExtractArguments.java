package io.convoy.job.cli;

import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.model.Model;
import io.convoy.core.model.Network;
import io.convoy.core.model.NetworkRequest;
import io.convoy.core.model.Wanted;
import io.convoy.core.tensor.Shape;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.NetworkInput;
import io.convoy.job.plan.Pool;
import io.convoy.job.source.ModelFile;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The arguments of a network, which {@code extract} and {@code plan extract} share. */
final class ExtractArguments {
  private static final Pattern POOLED = Pattern.compile(".+:(none|avg|max)");

  /** What a network that takes any size is shown with. */
  private static final ImageSize USUAL_SIZE = new ImageSize(224, 224);

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Mixin private RecordArguments records;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "The network: .onnx. Every executor must be able to read it.")
  private String model;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      arity = "1..*",
      description =
          "Tensors of the network to write, by their ONNX names or patterns of them ('*/Relu*'),"
              + " with :avg, :max or :none behind for a pooling of their own (default: the network's"
              + " outputs). --list-layers prints the names.")
  private List<String> layers = List.of();

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description =
          "Begin at an inner tensor: the inputs hold it, in a column of that name, as an earlier"
              + " extract wrote it.")
  private Optional<String> from;

  @Option(
      names = "--pool",
      paramLabel = "P",
      description =
          "Write each map whole (none) or as one number: avg or max (default: ${DEFAULT-VALUE}).")
  private String pool;

  @Mixin private OutputOptions output;

  @Option(
      names = "--grid",
      paramLabel = "G",
      description =
          "Parts of the list of images, Nx1x1, or auto; a network is run on whole images (default:"
              + " ${DEFAULT-VALUE}).")
  private String grid;

  /**
   * The request that these arguments make.
   *
   * @throws IllegalArgumentException where a word can't be read, or two don't go together
   */
  ExtractRequest request(Storage storage) throws IOException {
    require("--input", records.inputs().isEmpty());
    require("--output", output.output() == null);
    Model read = ModelFile.model(storage, model);
    Preprocess preprocess =
        from.isPresent()
            ? records.preprocess(Optional.empty())
            : records.preprocess(NetworkInput.of(read, from).size());
    return new ExtractRequest(
        records.inputs(),
        model,
        wanted(read),
        from,
        preprocess,
        Grid.parse(grid),
        records.onError(),
        output.request());
  }

  /** The network as it would run on one image of the size that these arguments give it. */
  Network network(Storage storage) throws IOException {
    Model read = ModelFile.model(storage, model);
    NetworkInput input = NetworkInput.of(read, Optional.empty());
    Preprocess preprocess = records.preprocess(input.size());
    ImageSize size = input.size().or(preprocess::crop).or(preprocess::resize).orElse(USUAL_SIZE);
    Shape image = Shape.of(input.channels(), size.height(), size.width());
    return Network.compile(
        read, new NetworkRequest(Map.of(input.tensor(), image), wanted(read), "auto"));
  }

  String model() {
    return model;
  }

  String output() {
    return output.output();
  }

  /** Every option by its name and the value that it had in the end, wherever that came from. */
  Map<String, Object> effective() {
    return EffectiveOptions.of(command);
  }

  private List<Wanted> wanted(Model read) {
    Wanted.Pooling pooling = Wanted.Pooling.valueOf(Pool.parse(pool).name());
    if (layers.isEmpty() && pooling == Wanted.Pooling.NONE) {
      return List.of();
    }
    List<String> names = layers.isEmpty() ? read.outputs() : layers;
    return names.stream()
        .map(
            name ->
                POOLED.matcher(name).matches() && !read.tensors().contains(name)
                    ? Wanted.parse(name)
                    : new Wanted(name, pooling))
        .toList();
  }

  private void require(String name, boolean missing) {
    if (missing) {
      OptionSpec option = command.findOption(name);
      throw new MissingParameterException(
          command.commandLine(),
          option,
          "missing required option: '" + name + "=" + option.paramLabel() + "'");
    }
  }
}
