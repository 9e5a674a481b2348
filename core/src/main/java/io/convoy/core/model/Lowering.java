package io.convoy.core.model;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.Axis;
import io.convoy.core.conv.ConvKernels;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.cost.Work;
import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Call;
import io.convoy.core.model.operator.Curve;
import io.convoy.core.model.operator.Operand;
import io.convoy.core.model.operator.Operators;
import io.convoy.core.model.operator.Prepared;
import io.convoy.core.model.operator.Transposed;
import io.convoy.core.model.operator.Window;
import io.convoy.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * Makes steps of nodes: chooses how each is computed and in which layout its numbers lie, and puts
 * reorders where the two meet. Channels last wherever a way is known; as the definition has it
 * otherwise.
 */
final class Lowering {
  private final Draft draft;
  private final String algorithm;
  private final PackedWeights weights;
  private final Map<String, Integer> reads;
  private final List<Step> steps = new ArrayList<>();
  private final List<StepFacts> facts = new ArrayList<>();
  private final List<PreparedConv> convs = new ArrayList<>();

  /** Where each tensor lies, and where a copy in the other layout does. */
  private final Map<String, Place> places = new HashMap<>();

  private final Map<String, Place> copies = new HashMap<>();

  /** Places that must stay as they are: something reads them as one stretch. */
  private final Set<Place> pinned = new HashSet<>();

  private Node node;

  Lowering(Draft draft, String algorithm, PackedWeights weights) {
    this.draft = draft;
    this.algorithm = algorithm;
    this.weights = weights;
    this.reads = draft.reads();
  }

  List<Step> steps() {
    return steps;
  }

  List<StepFacts> facts() {
    return facts;
  }

  List<PreparedConv> convs() {
    return convs;
  }

  /** The inputs, the nodes, and copies of what is wanted as soon as it is there. */
  void run(List<String> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      Place place = new Place(inputs.get(i), draft.extents(inputs.get(i)), layout(inputs.get(i)));
      places.put(inputs.get(i), place);
      add(new CopySteps.In(i, place), inputs.get(i), "Input", Work.NONE, List.of(), "");
      outputs(inputs.get(i));
    }
    for (Node next : List.copyOf(draft.nodes)) {
      node = next;
      lower();
      next.outputs().forEach(this::outputs);
    }
  }

  private void outputs(String tensor) {
    for (int port = 0; port < draft.ports.size(); port++) {
      if (draft.ports.get(port).equals(tensor)) {
        Place from = dense(places.get(tensor));
        add(new CopySteps.Out(from, port), tensor, "Output", Work.NONE, List.of(), "");
      }
    }
  }

  /** Plain where the first reader computes plainly anyway. */
  private Place.Layout layout(String tensor) {
    return draft.extents(tensor).length > 2 ? Place.Layout.CHANNELS_LAST : Place.Layout.PLAIN;
  }

  private void lower() {
    boolean done =
        switch (node.operator()) {
          case "Conv" -> conv();
          case "ConvTranspose" -> transposed();
          case "Gemm" -> gemm();
          case "MatMul" -> matMul();
          case FoldAffine.AFFINE -> affine();
          case "Add", "Sub", "Mul", "Div", "Max", "Min" -> combine();
          case "MaxPool", "AveragePool" -> pool();
          case "GlobalAveragePool", "GlobalMaxPool", "ReduceMean" -> global();
          case "Concat" -> concat();
          case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> reshape();
          case "Resize", "Upsample" -> nearest();
          case "Slice" -> crop();
          case "Softmax" -> softmax();
          default -> elementwise();
        };
    if (!done) {
      plain();
    }
  }

  private void add(
      Step step, String tensor, String operator, Work work, List<String> covers, String spec) {
    for (Place place : step.places()) {
      place.use(steps.size());
    }
    steps.add(step);
    int[] extents = draft.extents(tensor);
    facts.add(
        new StepFacts(
            tensor,
            operator,
            step.algorithm(),
            Ports.shape(extents),
            work,
            step.operations(),
            covers,
            spec));
  }

  private void add(Step step, Work work, String spec) {
    add(step, node.output(), node.operator(), work, draft.covers(node), spec);
  }

  private void add(Step step) {
    add(step, touched(step), "");
  }

  /** What a step that multiplies nothing moves. */
  private static Work touched(Step step) {
    long read = 0;
    for (Place place : step.places()) {
      read += 4L * place.elements;
    }
    long written = 4L * step.places().get(step.places().size() - 1).elements;
    return new Work(0, read - written, written);
  }

  private Place made(Place.Layout layout) {
    Place place = new Place(node.output(), draft.extents(node.output()), layout);
    places.put(node.output(), place);
    return place;
  }

  private boolean isActivation(String tensor) {
    return !tensor.isEmpty()
        && !draft.isConstant(tensor)
        && draft.types.get(tensor).type() == DataType.FLOAT;
  }

  /** A tensor in a layout, reordered once where it lies in the other. */
  private Place in(String tensor, Place.Layout layout) {
    Place place = places.get(tensor);
    if (place.layout == layout || Place.isNeutral(place.extents)) {
      return place;
    }
    Place copy = copies.get(tensor);
    if (copy == null) {
      copy = new Place(tensor, place.extents, layout);
      add(
          new CopySteps.Reorder(place, copy),
          tensor,
          "Reorder",
          new Work(0, 4L * place.elements, 4L * place.elements),
          List.of(),
          "");
      copies.put(tensor, copy);
    }
    return copy;
  }

  /** A place whose numbers lie in one stretch, and stay there. */
  private Place dense(Place place) {
    if (place.layout == Place.Layout.CHANNELS_LAST && !Place.isNeutral(place.extents)) {
      return place;
    }
    Place result = place;
    if (!place.isDense()) {
      result = new Place(place.tensor, place.extents, place.layout);
      add(
          new CopySteps.Channels(place, result),
          place.tensor,
          "Reorder",
          new Work(0, 4L * place.elements, 4L * place.elements),
          List.of(),
          "");
    }
    pinned.add(result.root());
    return result;
  }

  private boolean conv() {
    if (!ConvCalls.isKernel(draft, node)) {
      return false;
    }
    ConvSpec spec = ConvCalls.spec(draft, node);
    convolve(spec, () -> ConvCalls.filter(draft, node, spec), in(node.input(0), LAST), made(LAST));
    return true;
  }

  private static final Place.Layout LAST = Place.Layout.CHANNELS_LAST;
  private static final Place.Layout PLAIN = Place.Layout.PLAIN;

  private void convolve(ConvSpec spec, Supplier<Filter> filter, Place input, Place output) {
    String residual = node.tail().residual();
    Place added = residual.isEmpty() ? null : in(residual, LAST);
    boolean known =
        algorithm.equals("auto")
            || ConvKernels.all().stream()
                .anyMatch(k -> k.name().equals(algorithm) && k.whyNot(spec).isEmpty());
    String chosen = known ? algorithm : "direct";
    List<String> constants = node.inputs().subList(1, node.inputs().size());
    PreparedConv conv =
        draft.isFixed(constants)
            ? weights.prepared(
                spec, chosen, node.operator() + node.attributes() + constants, filter)
            : ConvKernels.choose(spec, chosen).prepare(spec, filter.get());
    ConvStep step = new ConvStep(convs.size(), conv, input, added, output);
    convs.add(conv);
    add(step, spec.work(), spec.toString());
  }

  private boolean transposed() {
    if (!draft.isConstant(node.input(1))
        || !node.input(2).isEmpty() && !draft.isConstant(node.input(2))
        || draft.extents(node.input(0)).length != 4
        || node.attributes().number("group", 1) != 1) {
      return false;
    }
    Value weights = draft.constants.get(node.input(1));
    Transposed window =
        Transposed.of(
            draft.operand(node.input(0)), draft.operand(node.input(1)), node.attributes());
    if (window.isApart()) {
      apart(window, weights);
      return true;
    }
    int[] spread = new int[2];
    Axis[] axes = new Axis[2];
    for (int d = 0; d < 2; d++) {
      spread[d] = (window.input()[d] - 1) * window.strides()[d] + 1;
      int before = (window.kernel()[d] - 1) * window.dilations()[d] - window.before()[d];
      if (before < 0) {
        return false;
      }
      axes[d] =
          Axis.withOutput(
              spread[d], window.kernel()[d], 1, window.dilations()[d], before, window.output()[d]);
    }
    int inputs = weights.extent(0);
    int outputs = weights.extent(1);
    ConvSpec spec =
        new ConvSpec(1, 1, inputs, outputs, axes[0], axes[1], node.tail().activation(), "");
    Place x = in(node.input(0), LAST);
    Place wide = new Place(node.input(0), new int[] {1, inputs, spread[0], spread[1]}, LAST);
    int[] targets = new int[window.input()[0] * window.input()[1]];
    for (int p = 0; p < targets.length; p++) {
      int h = p / window.input()[1] * window.strides()[0];
      targets[p] = h * spread[1] + p % window.input()[1] * window.strides()[1];
    }
    Place into = targets.length == wide.pixels() ? x : wide;
    if (into == wide) {
      add(
          new PoolSteps.Spread(targets, x, wide),
          node.input(0),
          "Reorder",
          new Work(0, 4L * x.elements, 4L * wide.elements),
          List.of(),
          "");
    }
    Optional<Value> bias = draft.constant(node.input(2));
    convolve(
        spec,
        () -> {
          Tensor flipped = new Tensor(spec.weightsShape(), flipped(weights));
          return bias.isEmpty() ? Filter.of(flipped) : new Filter(flipped, bias.get().toFloats());
        },
        into,
        made(LAST));
    return true;
  }

  /**
   * A transposed convolution whose windows don't overlap: each tap is a 1×1 convolution, and writes
   * pixels that no other does. All taps are computed at once as channels of a pixel, (KH, KW, O),
   * and then set beside each other.
   */
  private void apart(Transposed window, Value weights) {
    int inputs = weights.extent(0);
    int outputs = weights.extent(1);
    int taps = weights.extent(2) * weights.extent(3);
    ConvSpec spec =
        new ConvSpec(
            1,
            1,
            inputs,
            taps * outputs,
            new Axis(window.input()[0], 1, 1, 1, 0, 0),
            new Axis(window.input()[1], 1, 1, 1, 0, 0),
            node.tail().activation(),
            "");
    Optional<Value> bias = draft.constant(node.input(2));
    Place x = in(node.input(0), LAST);
    int[] extents = {1, taps * outputs, window.input()[0], window.input()[1]};
    Place pixels = new Place(node.output(), extents, LAST);
    convolve(
        spec,
        () -> {
          float[] source = weights.toFloats();
          float[] rows = new float[source.length];
          float[] sums = new float[taps * outputs];
          for (int k = 0; k < taps; k++) {
            for (int oc = 0; oc < outputs; oc++) {
              int row = k * outputs + oc;
              sums[row] = bias.isEmpty() ? 0f : (float) bias.get().real(oc);
              for (int ic = 0; ic < inputs; ic++) {
                rows[row * inputs + ic] = source[(ic * outputs + oc) * taps + k];
              }
            }
          }
          return new Filter(new Tensor(spec.weightsShape(), rows), sums);
        },
        x,
        pixels);
    add(
        new PoolSteps.Beside(weights.extent(2), weights.extent(3), pixels, made(LAST)),
        node.output(),
        "Reorder",
        new Work(0, 4L * pixels.elements, 4L * pixels.elements),
        List.of(),
        "");
  }

  /** (I, O, KH, KW) to (O, I, KH, KW), taps turned around. */
  private static float[] flipped(Value weights) {
    int inputs = weights.extent(0);
    int outputs = weights.extent(1);
    int taps = weights.extent(2) * weights.extent(3);
    float[] source = weights.toFloats();
    float[] flipped = new float[source.length];
    for (int ic = 0; ic < inputs; ic++) {
      for (int oc = 0; oc < outputs; oc++) {
        for (int k = 0; k < taps; k++) {
          flipped[(oc * inputs + ic) * taps + taps - 1 - k] =
              source[(ic * outputs + oc) * taps + k];
        }
      }
    }
    return flipped;
  }

  private boolean gemm() {
    Optional<Value> b = draft.constant(node.input(1));
    if (b.isEmpty()
        || !isActivation(node.input(0))
        || node.attributes().flag("transA", false)
        || !node.input(2).isEmpty() && !draft.isConstant(node.input(2))) {
      return false;
    }
    boolean turned = node.attributes().flag("transB", false);
    int columns = b.get().extent(turned ? 0 : 1);
    int depth = b.get().extent(turned ? 1 : 0);
    float[] bias = new float[columns];
    Optional<Value> c = draft.constant(node.input(2));
    if (c.isPresent()) {
      int count = c.get().elements();
      if (count != 1 && (count != columns || c.get().extent(-1) != columns)) {
        return false;
      }
      for (int j = 0; j < columns; j++) {
        bias[j] = (float) c.get().real(count == 1 ? 0 : j) * node.attributes().real("beta", 1f);
      }
    }
    float scale = node.attributes().real("alpha", 1f);
    int rows = draft.extents(node.input(0))[0];
    convolve(
        ConvCalls.product(rows, depth, columns),
        () -> ConvCalls.matrix(b.get(), turned, scale, bias),
        in(node.input(0), PLAIN),
        made(PLAIN));
    return true;
  }

  private boolean matMul() {
    Optional<Value> b = draft.constant(node.input(1));
    if (b.isEmpty() || b.get().rank() != 2 || !isActivation(node.input(0))) {
      return false;
    }
    int[] extents = draft.extents(node.input(0));
    int depth = extents[extents.length - 1];
    int rows = Value.count(extents) / Math.max(1, depth);
    if (extents.length < 2 || rows < 1) {
      return false;
    }
    int columns = b.get().extent(1);
    Place x = dense(in(node.input(0), PLAIN));
    convolve(
        ConvCalls.product(rows, depth, columns),
        () -> ConvCalls.matrix(b.get(), false, 1f, new float[columns]),
        x,
        made(PLAIN));
    return true;
  }

  private boolean affine() {
    float[] scale = draft.constants.get(node.input(1)).toFloats();
    float[] shift = draft.constants.get(node.input(2)).toFloats();
    Place x = in(node.input(0), LAST);
    Activation activation = node.tail().activation();
    int last = steps.size() - 1;
    if (activation.kind() == Activation.Kind.NONE
        && isGoneAfterThis(node.input(0), x)
        && steps.get(last) instanceof ConvStep conv
        && conv.canFinish(x)) {
      places.put(node.output(), x);
      finish(last, conv.then(ElementSteps.Function.affine(scale, shift)));
      return true;
    }
    add(new ElementSteps.Affine(x, scale, shift, made(LAST), activation));
    return true;
  }

  private boolean combine() {
    if (node.inputs().size() != 2 || draft.types.get(node.output()).type() != DataType.FLOAT) {
      return false;
    }
    ChannelsTransform.Sum operation =
        ChannelsTransform.Sum.valueOf(node.operator().toUpperCase(java.util.Locale.ROOT));
    boolean commutes =
        operation == ChannelsTransform.Sum.ADD || operation == ChannelsTransform.Sum.MUL;
    int[] extents = draft.extents(node.output());
    String first = node.input(0);
    String second = node.input(1);
    boolean firstFull = isActivation(first) && Arrays.equals(draft.extents(first), extents);
    if (!firstFull && commutes) {
      first = node.input(1);
      second = node.input(0);
      firstFull = isActivation(first) && Arrays.equals(draft.extents(first), extents);
    }
    if (!firstFull || extents.length == 0) {
      return false;
    }
    Place.Layout layout = places.get(first).layout;
    if (draft.isConstant(second)) {
      float[] channels = channels(draft.constants.get(second), extents, layout);
      if (channels == null) {
        return false;
      }
      Place x = in(first, layout);
      add(
          new ElementSteps.Combine(
              operation,
              x,
              ElementSteps.Other.of(channels),
              made(layout),
              node.tail().activation()));
      return true;
    }
    int[] other = draft.extents(second);
    boolean full = Arrays.equals(other, extents);
    boolean gate =
        extents.length > 2
            && layout == LAST
            && other.length == extents.length
            && Value.elements(other) == extents[1]
            && other[1] == extents[1];
    if (isActivation(second) && layout == PLAIN && isRows(other, extents)) {
      Place x = dense(in(first, PLAIN));
      Place y = dense(in(second, PLAIN));
      add(new RowSteps.Combine(operation, x, y, made(PLAIN)));
      return true;
    }
    if (!isActivation(second) || !full && !gate) {
      return false;
    }
    Place y = in(second, layout);
    add(
        new ElementSteps.Combine(
            operation,
            in(first, layout),
            ElementSteps.Other.of(y),
            made(layout),
            node.tail().activation()));
    return true;
  }

  /** Whether the one has one number for each row of the other, and no tail is asked for. */
  private boolean isRows(int[] one, int[] of) {
    int last = of.length - 1;
    return one.length == of.length
        && one[last] == 1
        && of[last] > 1
        && Arrays.equals(one, 0, last, of, 0, last)
        && node.tail().isNone();
  }

  /** Only of rows that are the last extent; others as the definition has them. */
  private boolean softmax() {
    int[] extents = draft.extents(node.input(0));
    long axis = node.attributes().number("axis", draft.opset < 13 ? 1 : -1);
    if (!isActivation(node.input(0))
        || extents.length == 0
        || axis != -1 && axis != extents.length - 1
        || extents[extents.length - 1] < 1) {
      return false;
    }
    add(new RowSteps.Softmax(dense(in(node.input(0), PLAIN)), made(PLAIN)));
    return true;
  }

  /** A constant as one number a channel, or null where it is none. */
  static float[] channels(Value value, int[] extents, Place.Layout layout) {
    if (value.type() != DataType.FLOAT || value.rank() > extents.length) {
      return null;
    }
    int axis = layout == LAST && extents.length > 1 ? 1 : extents.length - 1;
    float[] channels = new float[extents[axis]];
    if (value.elements() == 1) {
      Arrays.fill(channels, (float) value.real(0));
      return channels;
    }
    int own = axis - (extents.length - value.rank());
    if (own < 0 || value.extent(own) != channels.length || value.elements() != channels.length) {
      return null;
    }
    return value.toFloats();
  }

  private boolean pool() {
    int rank = draft.extents(node.input(0)).length;
    if (rank > 4 || node.outputs().size() > 1) {
      return false;
    }
    Window window = Window.of(draft.operand(node.input(0)), node.attributes(), null);
    boolean largest = node.operator().equals("MaxPool");
    boolean padding = node.attributes().flag("count_include_pad", false);
    Place x = in(node.input(0), LAST);
    add(new PoolSteps.Windows(largest, padding, window, x, made(LAST)));
    return true;
  }

  private boolean global() {
    int[] extents = draft.extents(node.input(0));
    if (extents.length < 3 || extents.length > 4) {
      return false;
    }
    if (node.operator().equals("ReduceMean")) {
      int[] axes =
          node.attributes()
              .ints("axes")
              .or(() -> draft.constant(node.input(1)).map(Value::toInts))
              .orElse(new int[0]);
      boolean[] gone = new boolean[extents.length];
      for (int axis : axes) {
        gone[axis < 0 ? axis + extents.length : axis] = true;
      }
      boolean maps = !gone[0] && !gone[1];
      for (int d = 2; d < extents.length; d++) {
        maps &= gone[d];
      }
      // By the graph alone: where a tensor lies depends on where a run starts. Rows of three
      // extents
      // are mostly those of plain tensors.
      if (!maps || extents.length < 4) {
        return false;
      }
    }
    Place x = in(node.input(0), LAST);
    add(new PoolSteps.Global(node.operator().equals("GlobalMaxPool"), x, made(LAST)));
    return true;
  }

  private boolean concat() {
    int[] extents = draft.extents(node.output());
    long axis = node.attributes().number("axis", 1);
    boolean channels = axis == 1 || axis + extents.length == 1;
    if (!channels
        || extents.length < 3
        || !node.inputs().stream().allMatch(this::isActivation)
        || Place.isNeutral(extents)) {
      return false;
    }
    List<Place> parts = new ArrayList<>();
    node.inputs().forEach(input -> parts.add(in(input, LAST)));
    Place whole = made(LAST);
    int at = 0;
    for (Place part : parts) {
      boolean free =
          part.isAlone() && !pinned.contains(part) && part.layout == LAST && isOnce(parts, part);
      if (free) {
        part.moveInto(whole, at);
        whole.firstStep = Math.min(whole.firstStep, part.firstStep);
        whole.lastStep = Math.max(whole.lastStep, part.lastStep);
      } else {
        Place target = new Place(node.output(), part.extents, LAST);
        target.moveInto(whole, at);
        add(
            new CopySteps.Channels(part, target),
            node.output(),
            "Concat",
            new Work(0, 4L * part.elements, 4L * part.elements),
            draft.covers(node),
            "");
      }
      at += part.channels();
    }
    return true;
  }

  private static boolean isOnce(List<Place> parts, Place part) {
    return parts.stream().filter(other -> other == part).count() == 1;
  }

  private boolean reshape() {
    if (!isActivation(node.input(0))) {
      return false;
    }
    Place x = dense(in(node.input(0), PLAIN));
    int[] extents = draft.extents(node.output());
    places.put(node.output(), Place.reshaped(x, node.output(), extents));
    pinned.add(x.root());
    return true;
  }

  private boolean nearest() {
    if (!node.attributes().text("mode", "nearest").equals("nearest")
        || node.attributes().text("coordinate_transformation_mode", "").startsWith("tf_crop")
        || !movesPixels()) {
      return false;
    }
    copyPixels(in(node.input(0), LAST));
    return true;
  }

  /** Rows and columns of a map that lies channels last. */
  private boolean crop() {
    Place x = places.get(node.input(0));
    boolean all = x != null && x.isMap() && movesPixels();
    if (!all || !Arrays.equals(x.extents, draft.extents(node.input(0)))) {
      return false;
    }
    Value channels = pixels(i -> i / x.pixels());
    int count = channels.elements() / x.channels();
    for (int i = 0; i < channels.elements(); i += count) {
      if (channels.real(i) != i / count) {
        return false;
      }
    }
    copyPixels(x);
    return true;
  }

  /** Whether it makes as many channels of as many images, and of pixels that floats can number. */
  private boolean movesPixels() {
    int[] from = draft.extents(node.input(0));
    int[] to = draft.extents(node.output());
    return isActivation(node.input(0))
        && from.length == 4
        && to.length == 4
        && from[0] == to[0]
        && from[1] == to[1]
        && Value.elements(to) > 0
        && (long) from[2] * from[3] <= 1 << 24;
  }

  /** The definition, run once on the numbers of the pixels, says where each comes from. */
  private void copyPixels(Place x) {
    Value made = pixels(i -> i % x.pixels());
    Place y = made(LAST);
    int[] sources = new int[y.pixels()];
    for (int p = 0; p < sources.length; p++) {
      sources[p] = (int) made.real(p);
    }
    add(new PoolSteps.Copies(sources, x, y));
  }

  /** What the node makes of a map of such numbers. */
  private Value pixels(IntUnaryOperator number) {
    Value map = Value.zeros(DataType.FLOAT, draft.extents(node.input(0)));
    for (int i = 0; i < map.elements(); i++) {
      map.set(i, (double) number.applyAsInt(i));
    }
    Value[] inputs = new Value[node.inputs().size()];
    inputs[0] = map;
    return Interpreter.prepare(draft.opset, node, draft.operands(node)).run(inputs)[0];
  }

  private boolean elementwise() {
    if (!isActivation(node.input(0))
        || draft.types.get(node.output()).type() != DataType.FLOAT
        || !Arrays.equals(draft.extents(node.input(0)), draft.extents(node.output()))) {
      return false;
    }
    Optional<ElementSteps.Function> function = function();
    if (function.isEmpty()) {
      return false;
    }
    Place x = places.get(node.input(0));
    if (isGoneAfterThis(node.input(0), x)) {
      places.put(node.output(), x);
      int last = steps.size() - 1;
      if (steps.get(last) instanceof ConvStep conv && conv.canFinish(x)) {
        finish(last, conv.then(function.get()));
      } else {
        add(new ElementSteps.Apply(function.get(), x, x));
      }
      return true;
    }
    add(new ElementSteps.Apply(function.get(), x, made(x.layout)));
    return true;
  }

  /** Whether a tensor's numbers may be written over: nobody else reads them. */
  private boolean isGoneAfterThis(String tensor, Place place) {
    return reads.get(tensor) == 1
        && !draft.ports.contains(tensor)
        && place.isAlone()
        && !pinned.contains(place);
  }

  /** Lets the step before do what this node does. */
  private void finish(int last, Step step) {
    steps.set(last, step);
    StepFacts before = facts.get(last);
    List<String> covers = new ArrayList<>(before.covers());
    covers.addAll(draft.covers(node));
    facts.set(
        last,
        new StepFacts(
            node.output(),
            before.operator() + "+" + node.operator(),
            before.algorithm(),
            before.shape(),
            before.work(),
            step.operations(),
            covers,
            before.spec()));
  }

  private Optional<ElementSteps.Function> function() {
    Optional<Activation> activation = FuseTails.activation(draft, node);
    if (activation.isPresent()) {
      return Optional.of(ElementSteps.Function.of(activation.get()));
    }
    float alpha = node.attributes().real("alpha", node.operator().equals("Swish") ? 1f : 0.2f);
    float beta = node.attributes().real("beta", 0.5f);
    return switch (node.operator()) {
      case "Pow" -> square();
      case "Sigmoid" -> Optional.of(exponential(ChannelsTransform::sigmoid));
      case "Swish" -> alpha == 1f ? Optional.of(exponential(ChannelsTransform::swish)) : curve();
      case "HardSigmoid" ->
          Optional.of(
              new ElementSteps.Function(
                  (x, xo, y, yo, count) ->
                      ChannelsTransform.hardSigmoid(x, xo, alpha, beta, y, yo, count),
                  ElementSteps.ACTIVATED));
      default -> curve();
    };
  }

  private Optional<ElementSteps.Function> square() {
    Optional<Value> exponent = draft.constant(node.input(1));
    if (exponent.isEmpty() || exponent.get().elements() != 1 || exponent.get().real(0) != 2) {
      return Optional.empty();
    }
    return Optional.of(
        new ElementSteps.Function(
            (x, xo, y, yo, count) ->
                ChannelsTransform.combine(ChannelsTransform.Sum.MUL, x, xo, x, xo, y, yo, count),
            ElementSteps.COMBINED));
  }

  private static ElementSteps.Function exponential(ElementSteps.Stretch stretch) {
    return new ElementSteps.Function(stretch, ElementSteps.Function.EXPONENTIAL);
  }

  private Optional<ElementSteps.Function> curve() {
    Optional<Curve> curve =
        Operators.curve(
            node.operator(), new Call(draft.opset, node.attributes(), draft.operands(node), 1));
    return curve.map(ElementSteps.Function::of);
  }

  private void plain() {
    List<Operand> operands = draft.operands(node);
    Prepared prepared = Interpreter.prepare(draft.opset, node, operands);
    int count = operands.size();
    Value[] constants = new Value[count];
    Place[] inputs = new Place[count];
    DataType[] types = new DataType[count];
    for (int i = 0; i < count; i++) {
      String name = node.input(i);
      if (operands.get(i) == null) {
        continue;
      }
      types[i] = operands.get(i).type();
      if (draft.isConstant(name)) {
        constants[i] = draft.constants.get(name);
      } else {
        inputs[i] = dense(in(name, PLAIN));
      }
    }
    Place[] outputs = new Place[prepared.outputs().size()];
    for (int i = 0; i < Math.min(outputs.length, node.outputs().size()); i++) {
      String name = node.outputs().get(i);
      if (!name.isEmpty()) {
        outputs[i] = new Place(name, draft.extents(name), PLAIN);
        pinned.add(outputs[i]);
        places.put(name, outputs[i]);
      }
    }
    long bytes = 4L * outputs[0].elements;
    add(
        new PlainStep(prepared, constants, inputs, types, outputs),
        new Work(prepared.multiplyAdds(), bytes, bytes),
        "");
    Activation activation = node.tail().activation();
    if (activation.kind() != Activation.Kind.NONE) {
      add(new ElementSteps.Apply(ElementSteps.Function.of(activation), outputs[0], outputs[0]));
    }
  }
}
