package io.convoy.job.cli;

import io.convoy.core.io.OutputFormat;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.OutputRequest;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where and how a run writes, whatever it computes. */
final class OutputOptions {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description = "The folder that the data set becomes.")
  private String output;

  @Option(
      names = "--overwrite",
      description = "Replace the output if it is there, once the new one is whole.")
  private boolean overwrite;

  @Mixin private RestartOptions restart;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "Of the part files: arrow or parquet (default: ${DEFAULT-VALUE}).")
  private String format;

  @Option(
      names = "--compression",
      paramLabel = "C",
      description =
          "Of the part files: none, zstd or, of arrow only, lz4; only none can be mapped"
              + " (default: ${DEFAULT-VALUE}).")
  private String compression;

  /** The folder; null where none is named. */
  String output() {
    return output;
  }

  /** Of the part files. */
  OutputFormat format() {
    return OutputFormat.parse(format);
  }

  /**
   * The request that these options make.
   *
   * @throws IllegalArgumentException where a word can't be read, or two don't go together
   */
  OutputRequest request() {
    return new OutputRequest(
        output,
        overwrite ? Existing.REPLACE : Existing.REFUSE,
        restart.restart(),
        format(),
        Words.compression(compression));
  }
}
