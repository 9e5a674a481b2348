/**
 * What travels between the driver and the tasks, and how it becomes bytes.
 *
 * <p>{@link io.convoy.job.serde.RunSettings} go to every executor once, the {@link
 * io.convoy.job.serde.Operation} in them. A {@link io.convoy.job.serde.Unit} goes out to a task.
 * Where records are cut, what it computes goes on as {@link io.convoy.job.serde.Message}s under a
 * {@link io.convoy.job.serde.PieceKey}. A {@link io.convoy.job.serde.PartResult} comes back. All of
 * it is written by Kryo, and only classes that {@link io.convoy.job.serde.ConvoyRegistrator} names:
 * whoever adds a class to a message adds it there, or the first run says so.
 *
 * <p>Only data lives here. Depends on core, {@code plan}, {@code source}'s list of files and
 * Spark's serialisation.
 */
package io.convoy.job.serde;
