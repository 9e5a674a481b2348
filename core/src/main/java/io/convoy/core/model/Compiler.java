package io.convoy.core.model;

import io.convoy.core.cost.Work;
import io.convoy.core.model.graph.Attributes;
import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.Node;
import io.convoy.core.model.graph.TensorInfo;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.TensorType;
import io.convoy.core.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * From a model and a request to a draft that can be lowered: shapes, passes, and what to say of it.
 */
final class Compiler {
  private final Model model;
  private final NetworkRequest request;
  private final StringBuilder explanation = new StringBuilder();
  private final List<Layer> layers = new ArrayList<>();
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private Draft draft;

  Compiler(Model model, NetworkRequest request) {
    this.model = model;
    this.request = request;
  }

  Draft draft() {
    return draft;
  }

  List<Layer> layers() {
    return List.copyOf(layers);
  }

  List<Port> inputs() {
    return List.copyOf(inputs);
  }

  List<Port> outputs() {
    return List.copyOf(outputs);
  }

  String explanation() {
    return explanation.toString();
  }

  void run() {
    Graph graph = model.graph();
    request.inputs().keySet().forEach(this::checkStart);
    Map<String, Wanted.Pooling> wanted = wanted();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.outputs().stream().noneMatch(request.inputs()::containsKey)) {
        nodes.add(node);
      }
    }
    List<String> ports = new ArrayList<>();
    List<Node> pools = new ArrayList<>();
    wanted.forEach(
        (name, pooling) -> {
          String tensor = name;
          if (pooling != Wanted.Pooling.NONE) {
            String source = name.substring(0, name.lastIndexOf(':'));
            boolean mean = pooling == Wanted.Pooling.AVG;
            pools.add(
                new Node(
                    name,
                    mean ? "GlobalAveragePool" : "GlobalMaxPool",
                    List.of(source),
                    List.of(name),
                    Attributes.NONE));
          }
          ports.add(tensor);
        });
    for (Node pool : pools) {
      nodes.add(behind(nodes, pool.input(0)), pool);
    }
    draft = new Draft(graph.opset(), nodes, graph.constants(), ports);
    request
        .inputs()
        .forEach(
            (name, shape) -> {
              inputs.add(new Port(name, shape));
              draft.types.put(name, new TensorType(DataType.FLOAT, shape.prepend(1).extents()));
            });
    List<Inference.Inferred> inferred = Inference.run(draft);
    for (String port : ports) {
      checkMade(port);
    }
    describe(inferred, pools);
    for (String port : ports) {
      boolean pooled = wanted.get(port) != Wanted.Pooling.NONE;
      int[] extents = draft.extents(port);
      // What is handed out lies in one array.
      Value.count(extents);
      outputs.add(new Port(port, pooled ? Shape.of(extents[1]) : Ports.shape(extents)));
    }
    explanation.append("graph as the file has it\n");
    print();
    for (Pass pass : Passes.ALL) {
      int before = draft.nodes.size();
      pass.apply(draft);
      explanation
          .append('\n')
          .append(pass.name())
          .append(": ")
          .append(before)
          .append(" nodes, now ")
          .append(draft.nodes.size())
          .append('\n');
    }
    explanation.append("\ngraph as it is computed\n");
    print();
  }

  /** Where a node can stand that reads a tensor: as soon as it is made, so that it may go then. */
  private static int behind(List<Node> nodes, String tensor) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).outputs().contains(tensor)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Every wanted tensor under the name of its port, in order. */
  private Map<String, Wanted.Pooling> wanted() {
    Map<String, Wanted.Pooling> wanted = new LinkedHashMap<>();
    if (request.wanted().isEmpty()) {
      model.outputs().forEach(name -> wanted.put(name, Wanted.Pooling.NONE));
      return wanted;
    }
    for (Wanted one : request.wanted()) {
      for (String name : Names.matching(model.tensors(), one.pattern())) {
        String suffix =
            one.pooling() == Wanted.Pooling.NONE
                ? ""
                : ":" + one.pooling().name().toLowerCase(Locale.ROOT);
        wanted.put(name + suffix, one.pooling());
      }
    }
    return wanted;
  }

  private void checkStart(String name) {
    for (TensorInfo input : model.inputs()) {
      if (input.name().equals(name)) {
        checkFits(input, request.inputs().get(name));
        return;
      }
    }
    if (!model.tensors().contains(name)) {
      throw new IllegalArgumentException(
          "no tensor of that name to start from: tensor="
              + name
              + ", nearest="
              + Names.nearest(model.tensors(), name));
    }
    Graph graph = model.graph();
    String start = name;
    while (FoldAffine.foldsAway(graph, start)) {
      start = graph.readers().get(start).get(0).output();
    }
    start = FuseSwish.insteadOf(graph, start).orElse(start);
    if (!start.equals(name)) {
      throw new IllegalArgumentException(
          "a run can't start at a tensor that is folded into the next with other bits: tensor="
              + name
              + ", start from="
              + start);
    }
  }

  private static void checkFits(TensorInfo input, Shape image) {
    boolean fits = input.dimensions().isEmpty() || input.dimensions().size() == image.rank() + 1;
    for (int d = 0; fits && d < image.rank() && !input.dimensions().isEmpty(); d++) {
      int declared = input.extent(d + 1);
      fits = declared < 0 || declared == image.extent(d);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "an image must have the channels and the size that the model takes: image="
              + image
              + ", model="
              + input);
    }
  }

  private void checkMade(String port) {
    if (draft.broken.containsKey(port)) {
      List<String> possible = new ArrayList<>();
      for (Node node : draft.nodes) {
        possible.add(node.output());
      }
      throw new IllegalArgumentException(
          draft.broken.get(port)
              + (possible.isEmpty()
                  ? ""
                  : "; the last layer that can be extracted: "
                      + possible.get(possible.size() - 1)));
    }
    if (draft.isConstant(port)) {
      throw new IllegalArgumentException(
          "a layer that doesn't depend on the input can't be extracted: layer=" + port);
    }
    if (!draft.types.containsKey(port)) {
      throw new IllegalArgumentException("nothing makes that layer: layer=" + port);
    }
  }

  /** The layers on the way to what is wanted. */
  private void describe(List<Inference.Inferred> inferred, List<Node> pools) {
    Set<String> needed = new HashSet<>(draft.ports);
    for (int i = inferred.size() - 1; i >= 0; i--) {
      Node node = inferred.get(i).node();
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
      }
    }
    for (Inference.Inferred one : inferred) {
      Node node = one.node();
      if (pools.contains(node) || node.outputs().stream().noneMatch(needed::contains)) {
        continue;
      }
      long bytes = 0;
      for (String input : node.inputs()) {
        bytes += input.isEmpty() ? 0 : 4L * Value.elements(draft.operand(input).extents());
      }
      TensorType made = one.prepared().outputs().get(0);
      long written = 4L * Value.elements(made.extents());
      layers.add(
          new Layer(
              node.output(),
              node.name(),
              node.operator(),
              Ports.shape(made.extents()),
              new Work(one.prepared().multiplyAdds(), bytes, written)));
    }
  }

  private void print() {
    for (Node node : draft.nodes) {
      explanation
          .append("  ")
          .append(node.operator())
          .append(' ')
          .append(node.output())
          .append(' ')
          .append(Ports.shape(draft.extents(node.output())))
          .append(" <- ")
          .append(
              String.join(
                  ", ", node.inputs().stream().filter(in -> !draft.isConstant(in)).toList()));
      if (!node.tail().residual().isEmpty()) {
        explanation.append(" + ").append(node.tail().residual());
      }
      if (node.tail().activation().kind() != io.convoy.core.conv.Activation.Kind.NONE) {
        explanation.append(", ").append(node.tail().activation());
      }
      List<String> covers = draft.covers(node);
      if (covers.size() > 1) {
        explanation.append("  (").append(String.join(", ", covers)).append(')');
      }
      explanation.append('\n');
    }
  }
}
