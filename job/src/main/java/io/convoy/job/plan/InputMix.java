package io.convoy.job.plan;

import io.convoy.core.cost.CostModel.Source;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What kinds of file an input consists of, as far as their names tell. A wrong name makes a wrong
 * prediction and nothing worse.
 *
 * @param files by kind; none of them zero
 */
public record InputMix(Map<Source, Long> files) {
  private static final List<String> TENSORS =
      List.of(".arrow", ".npy", ".safetensors", ".json", ".parquet");

  public InputMix {
    files = Map.copyOf(files);
  }

  /** Of so many files of one kind. */
  public static InputMix of(Source source, long count) {
    return new InputMix(Map.of(source, count));
  }

  /** Of these files. */
  public static InputMix of(List<String> names) {
    Map<Source, Long> files = new EnumMap<>(Source.class);
    names.forEach(name -> files.merge(source(name), 1L, Long::sum));
    return new InputMix(files);
  }

  /** Number of all files. */
  public long count() {
    return files.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How large a part of the files is of that kind. */
  double share(Source source) {
    return files.getOrDefault(source, 0L) / (double) Math.max(1, count());
  }

  private static Source source(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (TENSORS.stream().anyMatch(lower::endsWith)) {
      return Source.TENSOR;
    }
    if (lower.endsWith(".jpg") || lower.endsWith(".jpeg")) {
      return Source.JPEG;
    }
    return lower.endsWith(".png") ? Source.PNG : Source.IMAGE;
  }
}
