package io.convoy.job.execute;

import io.convoy.job.plan.ConvRequest;
import io.convoy.job.plan.ExtractRequest;
import io.convoy.job.plan.InputMix;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.plan.Resources;
import io.convoy.job.plan.RunPlan;
import io.convoy.job.plan.RunRequest;
import io.convoy.job.serde.ColumnOutline;
import io.convoy.job.serde.Operation;
import io.convoy.job.serde.SharedRun;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run of its kind does its own way, on the driver: read what is to be computed, plan it, say
 * what the output holds. Listing, tasks, counting and commit are the same for all.
 */
interface RunKind {
  /** Plans the run over records of these sizes, from files of these kinds. */
  RunPlan plan(RecordSizes sizes, InputMix inputs, Resources resources);

  /** What tasks compute. */
  Operation operation();

  /**
   * Says where the tasks run, before the first of them: what the driver has read and packed goes to
   * those of its own JVM, which would do it again. Otherwise it is let go.
   *
   * @param here what the tasks share, where they run in this JVM
   */
  default void handOver(Optional<SharedRun> here) {}

  /** The output's columns; after {@link #plan}. */
  ColumnOutline[] columns();

  /** SHA-256 of what the numbers are computed with. */
  String digest();

  /** What the user should know, a sentence each. */
  List<String> notes();

  /** What the manifest says of the computation; after {@link #plan}. */
  Map<String, Object> manifest();

  /**
   * Reads what a request names.
   *
   * @throws IllegalArgumentException where a file is missing, or not what it should be
   */
  static RunKind of(Storage storage, RunRequest request) throws IOException {
    return request instanceof ExtractRequest extract
        ? NetworkRun.of(storage, extract)
        : ConvRun.of(storage, (ConvRequest) request);
  }
}
