package io.convoy.job.cli;

import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.image.Preset;
import io.convoy.job.plan.OnError;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which records a network reads, and what happens to them first. */
final class RecordArguments {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Files, folders or patterns, also hdfs:// and s3a://: images, .npy, .arrow,"
              + " .parquet, .json.")
  private List<String> inputs = List.of();

  @Option(
      names = "--preset",
      paramLabel = "P",
      description = {
        "How images are prepared, S being the model's size (default: ${DEFAULT-VALUE}):",
        "imagenet: shorter side to S*256/224, crop S, /255, mean 0.485,0.456,0.406, std"
            + " 0.229,0.224,0.225",
        "torchvision: as imagenet, shorter side to S*232/224 (weights V2)",
        "caffe: as imagenet up to the crop, 0 to 255, blue first, mean 103.939,116.779,123.68",
        "tf: all of the image to SxS, x/127.5 - 1",
        "none: 0 to 255, of the image's own size"
      })
  private String preset;

  @Option(
      names = "--resize",
      paramLabel = "HxW",
      description = "Instead of the preset's: resize images first (bilinear, anti-aliased).")
  private String resize;

  @Option(
      names = "--crop",
      paramLabel = "HxW",
      description = "Instead of the preset's: then cut this out of the centre.")
  private String crop;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description = "Instead of the preset's: then multiply the pixels, which run from 0 to 255.")
  private String scale;

  @Option(
      names = "--mean",
      paramLabel = "X[,X,X]",
      description = "Instead of the preset's: then subtract, one number or one a channel.")
  private String mean;

  @Option(
      names = "--std",
      paramLabel = "X[,X,X]",
      description = "Instead of the preset's: then divide, one number or one a channel.")
  private String std;

  @Option(names = "--gray", description = "Take images as one grey channel instead of three.")
  private boolean gray;

  @Option(
      names = "--on-error",
      paramLabel = "E",
      description =
          "What becomes of a bad record: reject, or fail the run (default: ${DEFAULT-VALUE}).")
  private String onError;

  List<String> inputs() {
    return inputs;
  }

  OnError onError() {
    return Words.onError(onError);
  }

  /** What happens to an image for a model that takes this size, or any. */
  Preprocess preprocess(Optional<ImageSize> taken) {
    Preprocess prepared = Preset.parse(preset).preprocess(taken);
    boolean resized = given("--resize");
    return new Preprocess(
        resized ? Words.size("resize", resize) : prepared.resize(),
        resized ? 0 : prepared.shorterSide(),
        given("--crop") ? Words.size("crop", crop) : prepared.crop(),
        given("--scale") ? Words.number("scale", scale) : prepared.scale(),
        gray ? one(prepared.mean(), "--mean", mean) : three(prepared.mean(), "--mean", mean),
        gray ? one(prepared.std(), "--std", std) : three(prepared.std(), "--std", std),
        gray,
        gray ? Preprocess.Order.RGB : prepared.order());
  }

  private float[] three(float[] preset, String option, String text) {
    return given(option) ? Words.numbers(option.substring(2), text) : preset;
  }

  /** A preset for colours has a number for each, of which a grey image takes the middle one. */
  private float[] one(float[] preset, String option, String text) {
    return given(option)
        ? Words.numbers(option.substring(2), text)
        : new float[] {preset[preset.length / 2]};
  }

  /** Whether an option, or the configuration file, says something else than nothing. */
  private boolean given(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option)
        || !ConvoyConfig.isStandard(option, command.findOption(option).getValue());
  }
}
