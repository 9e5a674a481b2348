package io.convoy.job.serde;

import io.convoy.job.source.FileList;

/**
 * The work of one task: some records, and which part of each.
 *
 * @param imagePart which part of the images; the part file that the records go to
 * @param channelPart which part of the output channels
 * @param rowPart which part of the output rows
 * @param firstRecord position of its first record among all records of the run
 * @param files in order
 * @param from first record taken of each file
 * @param to end of the records taken of each file; negative where the file was found unreadable
 */
public record Unit(
    int imagePart,
    int channelPart,
    int rowPart,
    long firstRecord,
    FileList files,
    long[] from,
    long[] to) {}
