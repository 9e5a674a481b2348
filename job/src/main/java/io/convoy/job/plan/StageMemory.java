package io.convoy.job.plan;

/**
 * The memory of a task in each stage of a run.
 *
 * @param computing of one that computes, and writes where records are whole
 * @param joining of one that joins the parts of records and writes them; nothing where none are cut
 */
public record StageMemory(TaskMemory computing, TaskMemory joining) {
  /** Of the task that needs most. */
  public TaskMemory most() {
    return computing.total() >= joining.total() ? computing : joining;
  }

  /**
   * Of the stage that another task's memory was measured in: only tasks that compute read anything.
   */
  public TaskMemory ofStage(TaskMemory measured) {
    return measured.decode() > 0 ? computing : joining;
  }
}
