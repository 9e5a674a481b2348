package io.convoy.job.serde;

/**
 * A column of the output.
 *
 * @param name what it is called
 * @param extents as {@code TensorColumn} has them
 */
public record ColumnOutline(String name, int[] extents) {}
