package io.convoy.job.plan;

import io.convoy.core.io.Compression;

/**
 * Where and how a run writes.
 *
 * @param path the folder that the data set becomes
 * @param existing what happens if it is there already
 * @param compression of the Arrow files
 */
public record OutputRequest(String path, Existing existing, Compression compression) {}
