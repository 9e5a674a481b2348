package io.convoy.job.plan;

/**
 * What a run is expected to take with one grid. The seconds of phases are those of all tasks
 * together, as a report has them, save the first and the last, which are the driver's.
 *
 * @param grid how the work is cut
 * @param tasks that compute, and those that join and write
 * @param list finding the inputs and reading their headers, on the clock of the wall
 * @param decode reading and decoding
 * @param convolve laying out, the kernel, pooling
 * @param shuffle both ends of it
 * @param write joining records and writing part files
 * @param start beginning the tasks
 * @param commit sending the weights, and making the output of what the tasks wrote, on the clock of
 *     the wall
 * @param wall all of it on the clock of the wall: the longest path over the cores at hand
 * @param idle what of it the cores wait for the last task
 * @param late by how much the last task may come later than that; no part of the wall
 * @param atRisk what is under way on a core, beyond a twelfth of its work, and would be lost with
 *     the driver; no part of the wall either
 * @param shuffledBytes that cross from task to task
 * @param writtenBytes of part files
 * @param driverBytes that the driver holds for the tasks and the list of the inputs
 * @param stages memory of a task in each of them
 */
public record Prediction(
    Grid grid,
    int tasks,
    double list,
    double decode,
    double convolve,
    double shuffle,
    double write,
    double start,
    double commit,
    double wall,
    double idle,
    double late,
    double atRisk,
    long shuffledBytes,
    long writtenBytes,
    long driverBytes,
    StageMemory stages) {
  /** Of the task that needs most. */
  public TaskMemory memory() {
    return stages.most();
  }

  /** Seconds of all tasks together. */
  public double taskSeconds() {
    return decode + convolve + shuffle + write + start;
  }
}
