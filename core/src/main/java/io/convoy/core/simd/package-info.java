/**
 * The vector unit: how wide it is, how many registers it has, and what to do when it can't be
 * reached. Depends on nothing. Nothing is computed here.
 */
package io.convoy.core.simd;
