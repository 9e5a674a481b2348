package io.convoy.job.serde;

/** What a run computes of each record. */
public sealed interface Operation permits ConvOperation, NetworkOperation {}
