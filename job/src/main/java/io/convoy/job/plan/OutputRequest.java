package io.convoy.job.plan;

import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;

/**
 * Where and how a run writes.
 *
 * @param path the folder that the data set becomes
 * @param existing what happens if it is there already
 * @param restart what happens with the work of a run that did not end
 * @param format of the part files
 * @param compression of the part files
 */
public record OutputRequest(
    String path, Existing existing, Restart restart, OutputFormat format, Compression compression) {
  /**
   * @throws IllegalArgumentException where files of that format can't be compressed so
   */
  public OutputRequest {
    format.check(compression);
  }
}
