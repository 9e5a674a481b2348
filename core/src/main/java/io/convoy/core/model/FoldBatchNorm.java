package io.convoy.core.model;

import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds batch norm into the weights of the convolution before it, and makes one product and one sum
 * a channel ({@link #AFFINE}) of every other.
 *
 * <p>A convolution whose own output is wanted stays beside the folded one, so that the bits behind
 * it are the same whether it is wanted or not.
 */
final class FoldBatchNorm implements Pass {
  /** An operator of ours: x · scale[c] + shift[c], inputs x, scale, shift. */
  static final String AFFINE = "Affine";

  @Override
  public String name() {
    return "fold batch norm";
  }

  /** A constant product and sum for each channel. */
  private record Scaling(float[] scale, float[] shift) {}

  @Override
  public void apply(Draft draft) {
    for (int i = 0; i < draft.nodes.size(); i++) {
      Node node = draft.nodes.get(i);
      Optional<Scaling> scaling = scaling(draft, node);
      if (scaling.isEmpty()) {
        continue;
      }
      Node before = draft.makers().get(node.input(0));
      if (before != null
          && before.operator().equals("Conv")
          && before.inputs().subList(1, before.inputs().size()).stream()
              .allMatch(name -> name.isEmpty() || draft.isConstant(name))
          && draft.reads().get(node.input(0)) == 1) {
        draft.nodes.set(i, folded(draft, before, node, scaling.get()));
      } else {
        draft.nodes.set(i, affine(draft, node, scaling.get()));
      }
    }
  }

  /** Whether a tensor is nothing to a network that starts from it without the one before. */
  static boolean foldsAway(Map<String, Node> makers, Map<String, List<Node>> readers, String name) {
    Node maker = makers.get(name);
    List<Node> reading = readers.getOrDefault(name, List.of());
    return maker != null
        && maker.operator().equals("Conv")
        && reading.size() == 1
        && reading.get(0).operator().equals("BatchNormalization");
  }

  private static Optional<Scaling> scaling(Draft draft, Node node) {
    if (!node.operator().equals("BatchNormalization")
        || node.attributes().flag("training_mode", false)
        || !node.inputs().subList(1, 5).stream().allMatch(draft::isConstant)) {
      return Optional.empty();
    }
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    Value scale = draft.constants.get(node.input(1));
    Value shift = draft.constants.get(node.input(2));
    Value mean = draft.constants.get(node.input(3));
    Value variance = draft.constants.get(node.input(4));
    float[] factors = new float[scale.elements()];
    float[] sums = new float[factors.length];
    for (int c = 0; c < factors.length; c++) {
      double factor = scale.real(c) / Math.sqrt(variance.real(c) + epsilon);
      factors[c] = (float) factor;
      sums[c] = (float) (shift.real(c) - mean.real(c) * factor);
    }
    return Optional.of(new Scaling(factors, sums));
  }

  private static Node folded(Draft draft, Node conv, Node norm, Scaling scaling) {
    Value weights = draft.constants.get(conv.input(1));
    float[] numbers = weights.toFloats();
    int channels = weights.extent(0);
    int each = numbers.length / channels;
    float[] bias = new float[channels];
    Optional<Value> old = draft.constant(conv.input(2));
    for (int oc = 0; oc < channels; oc++) {
      for (int k = oc * each; k < (oc + 1) * each; k++) {
        numbers[k] *= scaling.scale()[oc];
      }
      double before = old.isPresent() ? old.get().real(oc) : 0;
      bias[oc] = (float) (before * scaling.scale()[oc] + scaling.shift()[oc]);
    }
    String weightsName = norm.output() + "#weights";
    String biasName = norm.output() + "#bias";
    List<String> sources = new ArrayList<>(conv.inputs().subList(1, conv.inputs().size()));
    sources.addAll(norm.inputs().subList(1, 5));
    draft.make(weightsName, Value.floats(numbers, weights.extents()), sources);
    draft.make(biasName, Value.floats(bias, channels), sources);
    Node made =
        new Node(
            conv.name(),
            "Conv",
            List.of(conv.input(0), weightsName, biasName),
            List.of(norm.output()),
            conv.attributes());
    draft.cover(made, conv, norm);
    return made;
  }

  private static Node affine(Draft draft, Node norm, Scaling scaling) {
    String scale = norm.output() + "#scale";
    String shift = norm.output() + "#shift";
    draft.constants.put(scale, Value.floats(scaling.scale(), scaling.scale().length));
    draft.constants.put(shift, Value.floats(scaling.shift(), scaling.shift().length));
    return new Node(
        norm.name(),
        AFFINE,
        new ArrayList<>(List.of(norm.input(0), scale, shift)),
        List.of(norm.output()),
        Attributes.NONE);
  }
}
