package io.convoy.job.plan;

import io.convoy.core.cost.CostModel.Source;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * What kinds of file an input consists of, as far as the listing tells. A wrong name makes a wrong
 * prediction and nothing worse.
 *
 * @param kinds by where records come from; none without a file
 * @param idBytes of a record's id: the name of its file, and its number where it is one of several.
 *     That Arrow's and Parquet's records may be called otherwise, a listing doesn't tell
 */
public record InputMix(Map<Source, Kind> kinds, int idBytes) {
  private static final List<String> TENSORS =
      List.of(".arrow", ".npy", ".safetensors", ".json", ".parquet");

  /** What an id is taken to be where there are no files yet: a path. */
  private static final int TYPICAL_ID_BYTES = 96;

  /** A sign, and six digits. */
  private static final int NUMBER_BYTES = 7;

  /**
   * The files of one kind.
   *
   * @param files how many
   * @param bytes of all of them; 0 where nobody knows
   * @param mostBytes of the longest; likewise
   */
  public record Kind(long files, long bytes, long mostBytes) {
    Kind plus(Kind other) {
      return new Kind(
          files + other.files, bytes + other.bytes, Math.max(mostBytes, other.mostBytes));
    }

    long meanBytes() {
      return bytes / files;
    }
  }

  public InputMix {
    kinds = Map.copyOf(kinds);
  }

  /**
   * Of so many files of one kind, that are not there yet, so that nobody knows how long they are.
   */
  public static InputMix of(Source source, long count) {
    return new InputMix(Map.of(source, new Kind(count, 0, 0)), TYPICAL_ID_BYTES);
  }

  /**
   * Of these files.
   *
   * @param length bytes of the file at a position of the list
   */
  public static InputMix of(List<String> names, IntToLongFunction length) {
    Map<Source, Kind> kinds = new EnumMap<>(Source.class);
    long idBytes = 0;
    for (int file = 0; file < names.size(); file++) {
      String name = names.get(file);
      Source source = source(name);
      long bytes = length.applyAsLong(file);
      kinds.merge(source, new Kind(1, bytes, bytes), Kind::plus);
      idBytes += name.length() + (source == Source.TENSOR ? NUMBER_BYTES : 0);
    }
    return new InputMix(kinds, (int) (idBytes / Math.max(1, names.size())));
  }

  /** Number of all files. */
  public long count() {
    return kinds.values().stream().mapToLong(Kind::files).sum();
  }

  /** How large a part of the files is of that kind. */
  double share(Source source) {
    Kind kind = kinds.get(source);
    return kind == null ? 0 : kind.files() / (double) count();
  }

  boolean hasTensors() {
    return kinds.containsKey(Source.TENSOR);
  }

  boolean hasImages() {
    return kinds.keySet().stream().anyMatch(source -> source != Source.TENSOR);
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
