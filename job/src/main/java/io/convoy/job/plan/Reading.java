package io.convoy.job.plan;

import io.convoy.core.image.Preprocess;
import java.util.Optional;

/**
 * How the records of a file are read.
 *
 * @param preprocess what happens to a record first
 * @param column the column of a file of tensors; empty where it has only one
 */
public record Reading(Preprocess preprocess, Optional<String> column) {}
