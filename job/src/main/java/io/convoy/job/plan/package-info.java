/**
 * What a run is asked to do, and what it will do and cost, before anything runs.
 *
 * <p>{@link io.convoy.job.plan.ConvRequest} is the question, {@link io.convoy.job.plan.Planner}
 * answers it from the sizes of the records alone, and {@link io.convoy.job.plan.ConvPlan} is the
 * answer: algorithm, grid, tasks, arithmetic, memory of a task. Start at the planner.
 *
 * <p>Nothing of Spark and nothing of Hadoop may be imported here: a plan is arithmetic. Depends on
 * core.
 */
package io.convoy.job.plan;
