package io.convoy.job.execute;

import io.convoy.core.tensor.Tensor;

/** A record of the input, read and preprocessed: what it is called, and its numbers (C, H, W). */
record InputRecord(String id, Tensor tensor) {}
