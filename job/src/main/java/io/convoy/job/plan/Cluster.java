package io.convoy.job.plan;

import io.convoy.core.cost.Machine;
import java.util.HashMap;
import java.util.Map;

/**
 * A cluster that is described, not asked: {@code executors=1000,cores=8,memory=16g}.
 *
 * @param executors JVMs that compute
 * @param cores tasks that each runs at the same time
 * @param memory heap of each, in bytes
 */
public record Cluster(int executors, int cores, long memory) {
  private static final int MOST = 1_000_000;

  /** Opening a file that lies elsewhere: a round trip to who knows where, and one to the data. */
  private static final double REMOTE_OPEN_SECONDS = 2e-3;

  /** A core's part of a network card of ten gigabits that serves sixteen. */
  private static final double NETWORK_BYTES = 75e6;

  /**
   * Reads the description: all three fields, in any order.
   *
   * @throws IllegalArgumentException saying which field is missing, unknown or no number
   */
  public static Cluster parse(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String part : text.split(",", -1)) {
      String[] field = part.split("=", -1);
      if (field.length != 2 || fields.put(field[0].strip(), field[1].strip()) != null) {
        throw bad("each field once, as name=value", text);
      }
    }
    String executors = fields.remove("executors");
    String cores = fields.remove("cores");
    String memory = fields.remove("memory");
    if (executors == null || cores == null || memory == null || !fields.isEmpty()) {
      throw bad("executors, cores and memory, and nothing else", text);
    }
    return new Cluster(
        count("executors", executors, text), count("cores", cores, text), memory(memory, text));
  }

  /** What a run may use there, on machines like the budget's. */
  public Resources resources(Budget budget) {
    Machine here = budget.machine();
    Machine.Files files = here.files();
    Machine there =
        new Machine(
            here.processor(),
            here.quick(),
            here.core(),
            here.images(),
            new Machine.Files(
                files.readBytes(),
                files.writtenBytes(),
                files.diskBytes(),
                Math.min(files.shuffledBytes(), NETWORK_BYTES),
                Math.max(files.openSeconds(), REMOTE_OPEN_SECONDS)),
            here.starts());
    MemoryLimit limit = MemoryLimit.ofHeap(memory, cores, "the cluster's memory");
    return new Resources(there, executors, cores, budget.limit(limit));
  }

  private static int count(String name, String word, String text) {
    if (word.matches("\\d{1,7}")) {
      int count = Integer.parseInt(word);
      if (count >= 1 && count <= MOST) {
        return count;
      }
    }
    throw bad(name + " as a whole number from 1 to " + MOST, text);
  }

  private static long memory(String word, String text) {
    try {
      return ByteSize.parse(word);
    } catch (IllegalArgumentException e) {
      throw bad("memory as a number with k, m, g or t behind it", text);
    }
  }

  private static IllegalArgumentException bad(String rule, String text) {
    return new IllegalArgumentException(
        "cluster must give "
            + rule
            + ", for instance executors=1000,cores=8,memory=16g: cluster="
            + text);
  }
}
