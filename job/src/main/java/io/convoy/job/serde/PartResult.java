package io.convoy.job.serde;

import io.convoy.job.plan.TaskMemory;
import java.util.HashMap;

/**
 * What came of one part of the images.
 *
 * @param imagePart which
 * @param file the file that holds its records; empty where there is none
 * @param rejectsFile the file that names its rejects; empty where there is none
 * @param written records in the file
 * @param bytes length of the file
 * @param sha256 digest of the file; empty where there is none
 * @param rejectsSha256 digest of the file of rejects; empty where there is none
 * @param rejects rejected records by reason
 * @param nanos time by phase
 * @param memory of the task that took most, place by place
 */
public record PartResult(
    int imagePart,
    String file,
    String rejectsFile,
    long written,
    long bytes,
    String sha256,
    String rejectsSha256,
    HashMap<String, Long> rejects,
    long[] nanos,
    TaskMemory memory) {
  public long rejected() {
    return rejects.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same part, whose files lie elsewhere. */
  public PartResult at(String newFile, String newRejectsFile) {
    return new PartResult(
        imagePart,
        newFile,
        newRejectsFile,
        written,
        bytes,
        sha256,
        rejectsSha256,
        rejects,
        nanos,
        memory);
  }
}
