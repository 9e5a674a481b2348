/**
 * Where records come from: files on any file system that Hadoop knows.
 *
 * <p>{@link io.convoy.job.source.Storage} speaks to file systems, {@link
 * io.convoy.job.source.InputLister} turns what the user named into a list of files, folder by
 * folder, {@link io.convoy.job.source.InputFile} reads the records of one of them, and {@link
 * io.convoy.job.source.DataSet} reads back what a run wrote. A bad record is a {@link
 * io.convoy.job.source.BadRecordException} with its reason; a file system that fails is a {@link
 * io.convoy.job.source.ReadFailedException}, because trying again may help.
 *
 * <p>What a run writes goes through {@link io.convoy.job.source.DurableFile}.
 *
 * <p>Nothing here convolves, and nothing knows of Spark. Depends on core, on {@code plan}'s sizes
 * of records and files, on Hadoop, and on Arrow for memory that is given back at once.
 */
package io.convoy.job.source;
