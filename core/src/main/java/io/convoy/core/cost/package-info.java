/**
 * What a convolution costs, exact and without running it: {@link io.convoy.core.cost.Work} counts
 * multiplications, additions and bytes.
 *
 * <p>Numbers only; depends on nothing.
 */
package io.convoy.core.cost;
