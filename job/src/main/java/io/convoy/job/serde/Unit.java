package io.convoy.job.serde;

/**
 * The work of one task: some records, and which part of each.
 *
 * @param imagePart which part of the images; the part file that the records go to
 * @param channelPart which part of the output channels
 * @param rowPart which part of the output rows
 * @param firstRecord position of its first record among all records of the run
 * @param names the files, in order
 * @param from first record taken of each file
 * @param to end of the records taken of each file; negative where the file was found unreadable
 */
public record Unit(
    int imagePart,
    int channelPart,
    int rowPart,
    long firstRecord,
    String[] names,
    long[] from,
    long[] to) {}
