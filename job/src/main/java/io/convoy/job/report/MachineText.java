package io.convoy.job.report;

import io.convoy.core.cost.Machine;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a machine can do, as lines for a person. */
public final class MachineText {
  private MachineText() {}

  /** Name and figures, one a line. */
  public static List<String> lines(Machine machine) {
    Machine.Core core = machine.core();
    Machine.Images images = machine.images();
    Machine.Files files = machine.files();
    Machine.Starts starts = machine.starts();
    return List.of(
        line("processor", machine.processor() + ", " + core.count() + " cores"),
        line(
            "arithmetic",
            "%.1f GFLOP/s a core at %d bits, %.0f %% of it when all work",
            2 * core.multiplyAdds() / 1e9,
            core.vectorBits(),
            100 * core.together()),
        line(
            "kernels",
            new TreeMap<>(core.shares())
                .entrySet().stream()
                    .map(
                        share ->
                            String.format(
                                Locale.ROOT, "%s %.0f %%", share.getKey(), 100 * share.getValue()))
                    .collect(Collectors.joining(", "))),
        line(
            "ends",
            "%.0f multiply-adds for a pixel of a tile, %.0f for a row of a window, %.0f for a Winograd patch",
            core.ends().pixel(),
            core.ends().windowRow(),
            core.ends().patch()),
        line(
            "copying",
            "%.1f GB/s in the cache, %.1f GB/s in memory; %.2f laid out, %.2f averaged, %.2f pooled to the"
                + " largest billion floats/s",
            core.cacheBytes() / 1e9,
            core.memoryBytes() / 1e9,
            core.laidOutFloats() / 1e9,
            core.pooledFloats() / 1e9,
            core.largestFloats() / 1e9),
        line(
            "decoding",
            "an image %.0f µs; JPEG %.0f, PNG %.0f million pixels/s; resizing %.0f, tensors %.0f million"
                + " numbers/s",
            images.imageSeconds() * 1e6,
            images.jpegPixels() / 1e6,
            images.pngPixels() / 1e6,
            images.resizedNumbers() / 1e6,
            images.tensorNumbers() / 1e6),
        line(
            "files",
            "reading %.0f, writing %.0f (all cores together %.0f), shuffling %.0f MB/s; opening %.0f µs",
            files.readBytes() / 1e6,
            files.writtenBytes() / 1e6,
            files.diskBytes() / 1e6,
            files.shuffledBytes() / 1e6,
            files.openSeconds() * 1e6),
        line(
            "starting",
            "a job %.0f ms, a task %.1f ms, a part %.1f ms; a JVM's first run %.2f s more on the driver, %.2f s"
                + " a core, its first images %.2f s, tensors %.2f s, transforms %.2f s, shuffle %.2f s",
            starts.jobSeconds() * 1e3,
            starts.taskSeconds() * 1e3,
            starts.partSeconds() * 1e3,
            starts.firstListSeconds() + starts.firstRestSeconds(),
            starts.firstConvolveSeconds() + starts.firstWriteSeconds(),
            starts.firstReadSeconds(),
            starts.firstTensorsSeconds(),
            starts.firstTransformSeconds(),
            starts.firstShuffleSeconds()));
  }

  private static String line(String name, String format, Object... figures) {
    return String.format(Locale.ROOT, "%-11s", name) + String.format(Locale.ROOT, format, figures);
  }

  private static String line(String name, String text) {
    return String.format(Locale.ROOT, "%-11s", name) + text;
  }
}
