/**
 * What a run is asked to do, and what it will do and cost, before anything runs.
 *
 * <p>A {@link io.convoy.job.plan.RunRequest} is the question, for a convolution or for a network.
 * {@link io.convoy.job.plan.Planner} and {@link io.convoy.job.plan.NetworkPlanner} answer it from
 * the sizes of the records alone, and a {@link io.convoy.job.plan.RunPlan} is the answer:
 * algorithms, grid, tasks, arithmetic, memory of a task. Start at the planner.
 *
 * <p>Nothing of Spark and nothing of Hadoop may be imported here: a plan is arithmetic. Depends on
 * core.
 */
package io.convoy.job.plan;
