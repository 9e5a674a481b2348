/**
 * What a convolution costs, without running it: {@link io.convoy.core.cost.Work} counts
 * multiplications and bytes, exactly; {@link io.convoy.core.cost.CostModel} turns them into seconds
 * of a {@link io.convoy.core.cost.Machine}, about. Start at the model.
 *
 * <p>Numbers only: nothing is measured here, and nothing read. Depends on nothing.
 */
package io.convoy.core.cost;
