/**
 * The processor: how wide its vectors are, how many registers, vector units and caches it has, what
 * peak it reaches, and what to do when that can't be reached. Depends on nothing. Nothing of a
 * convolution is computed here.
 */
package io.convoy.core.simd;
