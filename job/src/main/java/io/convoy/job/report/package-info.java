/**
 * What a person sees of a run and of its result: progress, the summary, {@code _report.json},
 * numbers as text, and contact sheets.
 *
 * <p>Nothing here computes a convolution or starts Spark. Start at {@link
 * io.convoy.job.report.RunReport} for runs, {@link io.convoy.job.report.ContactSheet} for pictures.
 * Depends on core, and on {@code plan} and {@code execute} for what they tell of a run.
 */
package io.convoy.job.report;
