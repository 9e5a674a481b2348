package io.convoy.core.bench.networks;

/** A family's network: layers from an image to the network's answer. */
@FunctionalInterface
interface Architecture {
  Value build(OnnxGraph graph, Value image);
}
