package io.convoy.core.model.operator;

/** A function of one real number. */
@FunctionalInterface
public interface Curve {
  float at(float x);
}
