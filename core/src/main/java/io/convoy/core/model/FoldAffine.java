package io.convoy.core.model;

import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Window;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * Folds constant products and sums of channels (batch norm, and Mul, Add, Sub and Div with
 * constants) into the weights of the convolution before them, or else behind them. What is left of
 * several in a row, and every other batch norm, becomes one product and one sum a channel ({@link
 * #AFFINE}).
 *
 * <p>A sum isn't folded into a convolution behind it that pads: its zeros come after the sum.
 *
 * <p>What is folded away and wanted all the same stays beside what it is folded into, so that the
 * bits behind it are the same whether it is wanted or not.
 */
final class FoldAffine implements Pass {
  /** An operator of ours: x · scale[c] + shift[c], inputs x, scale, shift. */
  static final String AFFINE = "Affine";

  @Override
  public String name() {
    return "fold products and sums of channels";
  }

  /** A constant product and sum for each channel of {@code x}. */
  private record Scaling(String x, double[] scale, double[] shift) {
    Scaling after(Scaling before) {
      double[] product = new double[scale.length];
      double[] sum = new double[scale.length];
      for (int c = 0; c < scale.length; c++) {
        product[c] = before.scale[c] * scale[c];
        sum[c] = before.shift[c] * scale[c] + shift[c];
      }
      return new Scaling(before.x, product, sum);
    }

    boolean shifts() {
      return Arrays.stream(shift).anyMatch(sum -> sum != 0);
    }
  }

  @Override
  public void apply(Draft draft) {
    // As the file has them: what is folded away still stands beside what it is folded into.
    Map<String, Integer> reads = draft.reads();
    Map<String, Node> makers = draft.makers();
    for (int i = 0; i < draft.nodes.size(); i++) {
      Node node = draft.nodes.get(i);
      Optional<Scaling> scaling = scaling(draft, node);
      String x = scaling.isPresent() ? scaling.get().x() : node.input(0);
      Node before = reads.getOrDefault(x, 0) == 1 ? makers.get(x) : null;
      Optional<Node> folded =
          scaling.isPresent()
              ? scaled(draft, before, node, scaling.get())
              : behind(draft, before, node);
      if (folded.isPresent()) {
        draft.nodes.set(i, folded.get());
        makers.put(node.output(), folded.get());
      }
    }
  }

  /** Whether a tensor is nothing to a network that starts from it without the one before. */
  static boolean foldsAway(Graph graph, String name) {
    Node maker = graph.makers().get(name);
    List<Node> reading = graph.readers().getOrDefault(name, List.of());
    if (maker == null || reading.size() != 1) {
      return false;
    }
    Set<String> constants = new HashSet<>(graph.constants().keySet());
    for (Node node : graph.nodes()) {
      if (node.inputs().stream().allMatch(input -> input.isEmpty() || constants.contains(input))) {
        constants.addAll(node.outputs());
      }
    }
    Node next = reading.get(0);
    boolean scales = isScaling(constants, maker) && !FuseSwish.makes(graph, maker);
    return (scales || isConv(maker)) && isScaling(constants, next)
        || scales && next.operator().equals("Conv") && next.input(0).equals(name);
  }

  private static boolean isConv(Node node) {
    return node.operator().equals("Conv") || node.operator().equals("ConvTranspose");
  }

  private static boolean isScaling(Set<String> constants, Node node) {
    return switch (node.operator()) {
      case "BatchNormalization" -> true;
      case "Mul", "Add", "Sub", "Div" -> node.inputs().stream().anyMatch(constants::contains);
      default -> false;
    };
  }

  private static Optional<Scaling> scaling(Draft draft, Node node) {
    return switch (node.operator()) {
      case "BatchNormalization" -> norm(draft, node);
      case "Mul", "Add", "Sub", "Div" -> arithmetic(draft, node);
      case AFFINE ->
          Optional.of(
              new Scaling(node.input(0), reals(draft, node.input(1)), reals(draft, node.input(2))));
      default -> Optional.empty();
    };
  }

  private static double[] reals(Draft draft, String constant) {
    Value value = draft.constants.get(constant);
    double[] reals = new double[value.elements()];
    Arrays.setAll(reals, value::real);
    return reals;
  }

  private static Optional<Scaling> norm(Draft draft, Node node) {
    if (node.attributes().flag("training_mode", false)
        || !node.inputs().subList(1, 5).stream().allMatch(draft::isConstant)) {
      return Optional.empty();
    }
    float epsilon = node.attributes().real("epsilon", 1e-5f);
    double[] scale = reals(draft, node.input(1));
    double[] shift = reals(draft, node.input(2));
    double[] mean = reals(draft, node.input(3));
    double[] variance = reals(draft, node.input(4));
    for (int c = 0; c < scale.length; c++) {
      scale[c] /= Math.sqrt(variance[c] + epsilon);
      shift[c] -= mean[c] * scale[c];
    }
    return Optional.of(new Scaling(node.input(0), scale, shift));
  }

  private static Optional<Scaling> arithmetic(Draft draft, Node node) {
    int side = draft.isConstant(node.input(0)) ? 1 : 0;
    String x = node.input(side);
    String constant = node.input(1 - side);
    if (node.inputs().size() != 2
        || draft.isConstant(x)
        || !draft.isConstant(constant)
        || draft.types.get(x).type() != DataType.FLOAT
        || draft.extents(x).length < 3
        || !Arrays.equals(draft.extents(x), draft.extents(node.output()))) {
      return Optional.empty();
    }
    float[] numbers =
        Lowering.channels(
            draft.constants.get(constant), draft.extents(x), Place.Layout.CHANNELS_LAST);
    if (numbers == null || node.operator().equals("Div") && side == 1) {
      return Optional.empty();
    }
    double[] scale = new double[numbers.length];
    double[] shift = new double[numbers.length];
    for (int c = 0; c < numbers.length; c++) {
      switch (node.operator()) {
        case "Mul" -> scale[c] = numbers[c];
        case "Div" -> scale[c] = 1.0 / numbers[c];
        case "Add" -> {
          scale[c] = 1;
          shift[c] = numbers[c];
        }
        default -> {
          scale[c] = side == 0 ? 1 : -1;
          shift[c] = side == 0 ? -numbers[c] : numbers[c];
        }
      }
    }
    boolean finite =
        Arrays.stream(scale).allMatch(Double::isFinite)
            && Arrays.stream(shift).allMatch(Double::isFinite);
    return finite ? Optional.of(new Scaling(x, scale, shift)) : Optional.empty();
  }

  /** What a product and sum becomes; empty where it stays. */
  private static Optional<Node> scaled(Draft draft, Node before, Node node, Scaling scaling) {
    if (before != null && isConv(before) && hasConstants(draft, before)) {
      return Optional.of(folded(draft, before, node, scaling));
    }
    Optional<Scaling> first = before == null ? Optional.empty() : scaling(draft, before);
    if (first.isPresent()) {
      Node made = affine(draft, node, scaling.after(first.get()), constants(draft, before, node));
      draft.cover(made, before, node);
      return Optional.of(made);
    }
    return node.operator().equals("BatchNormalization")
        ? Optional.of(affine(draft, node, scaling, constants(draft, node)))
        : Optional.empty();
  }

  private static boolean hasConstants(Draft draft, Node conv) {
    boolean constant =
        conv.inputs().subList(1, conv.inputs().size()).stream()
            .allMatch(name -> name.isEmpty() || draft.isConstant(name));
    boolean whole = conv.operator().equals("Conv") || conv.attributes().number("group", 1) == 1;
    return constant && whole;
  }

  /** The constants that nodes read. */
  private static List<String> constants(Draft draft, Node... nodes) {
    return Arrays.stream(nodes)
        .flatMap(node -> node.inputs().stream())
        .filter(draft::isConstant)
        .toList();
  }

  /** A convolution that also does what comes after it. */
  private static Node folded(Draft draft, Node conv, Node next, Scaling scaling) {
    Value weights = draft.constants.get(conv.input(1));
    // (O, I, taps), or (I, O, taps) where it is transposed.
    boolean transposed = conv.operator().equals("ConvTranspose");
    int channels = weights.extent(transposed ? 1 : 0);
    int each = transposed ? taps(weights) : weights.elements() / channels;
    Value scaled = times(weights, k -> scaling.scale()[k / each % channels]);
    float[] bias = new float[channels];
    Optional<Value> old = draft.constant(conv.input(2));
    for (int oc = 0; oc < channels; oc++) {
      double before = old.isPresent() ? old.get().real(oc) : 0;
      bias[oc] = (float) (before * scaling.scale()[oc] + scaling.shift()[oc]);
    }
    Node made = conv(draft, conv, next, scaled, bias, conv.input(0));
    draft.cover(made, conv, next);
    return made;
  }

  /** Weights times what is given for each, worked out when they are packed. */
  private static Value times(Value weights, IntToDoubleFunction scale) {
    return Value.derived(
        () -> {
          float[] numbers = weights.toFloats();
          for (int k = 0; k < numbers.length; k++) {
            numbers[k] = (float) (numbers[k] * scale.applyAsDouble(k));
          }
          return numbers;
        },
        weights.extents());
  }

  private static int taps(Value weights) {
    int taps = 1;
    for (int d = 2; d < weights.rank(); d++) {
      taps *= weights.extent(d);
    }
    return taps;
  }

  /** A convolution that also does what comes before it; empty where it can't. */
  private static Optional<Node> behind(Draft draft, Node before, Node conv) {
    if (before == null || !conv.operator().equals("Conv") || !hasConstants(draft, conv)) {
      return Optional.empty();
    }
    Optional<Scaling> found = scaling(draft, before);
    if (found.isEmpty() || found.get().shifts() && pads(draft, conv)) {
      return Optional.empty();
    }
    Scaling scaling = found.get();
    Value weights = draft.constants.get(conv.input(1));
    float[] numbers = weights.toFloats();
    int channels = weights.extent(0);
    int inputs = weights.extent(1);
    int taps = taps(weights);
    int groupOutputs = channels / (int) conv.attributes().number("group", 1);
    float[] bias = new float[channels];
    Optional<Value> old = draft.constant(conv.input(2));
    for (int oc = 0; oc < channels; oc++) {
      int firstInput = oc / groupOutputs * inputs;
      double sum = old.isPresent() ? old.get().real(oc) : 0;
      for (int k = 0; k < inputs * taps; k++) {
        sum += numbers[oc * inputs * taps + k] * scaling.shift()[firstInput + k / taps];
      }
      bias[oc] = (float) sum;
    }
    int group = groupOutputs * inputs * taps;
    Value scaled = times(weights, k -> scaling.scale()[k / group * inputs + k / taps % inputs]);
    Node made = conv(draft, conv, conv, scaled, bias, scaling.x());
    draft.cover(made, before, conv);
    return Optional.of(made);
  }

  private static boolean pads(Draft draft, Node conv) {
    Window window = ConvCalls.window(draft, conv);
    for (int d = 0; d < window.before().length; d++) {
      if (window.before()[d] != 0 || window.after()[d] != 0) {
        return true;
      }
    }
    return false;
  }

  /** The convolution with other weights, which makes what {@code last} made. */
  private static Node conv(
      Draft draft, Node conv, Node last, Value weights, float[] bias, String x) {
    String weightsName = last.output() + "#weights";
    String biasName = last.output() + "#bias";
    List<String> sources = constants(draft, conv, last);
    draft.make(weightsName, weights, sources);
    draft.make(biasName, Value.floats(bias, bias.length), sources);
    return new Node(
        conv.name(),
        conv.operator(),
        List.of(x, weightsName, biasName),
        List.of(last.output()),
        conv.attributes());
  }

  private static Node affine(Draft draft, Node last, Scaling scaling, List<String> sources) {
    String scale = last.output() + "#scale";
    String shift = last.output() + "#shift";
    draft.make(scale, floats(scaling.scale()), sources);
    draft.make(shift, floats(scaling.shift()), sources);
    return new Node(
        last.name(),
        AFFINE,
        List.of(scaling.x(), scale, shift),
        List.of(last.output()),
        Attributes.NONE);
  }

  private static Value floats(double[] reals) {
    float[] floats = new float[reals.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) reals[i];
    }
    return Value.floats(floats, floats.length);
  }
}
