/**
 * Measures what a machine can do, and keeps it in a small file, so that plans are about the machine
 * that they run on.
 *
 * <p>{@link io.convoy.job.calibrate.MachineFiles} finds or measures; {@link
 * io.convoy.job.calibrate.Calibration} has one probe for each figure of {@link
 * io.convoy.core.cost.Machine}, each of which runs the very code that a job runs. What the figures
 * mean for a run is said in {@code plan}, not here. Depends on core, {@code source}, {@code serde},
 * {@code execute}.
 */
package io.convoy.job.calibrate;
