package io.convoy.core.bench;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.convoy.core.conv.Axis;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.tensor.Tensor;
import java.util.function.ToIntFunction;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * The peer's side of a comparison: the problem as a oneDNN primitive, in the layouts that oneDNN
 * itself prefers.
 *
 * <p>Forward inference, no bias, no post-operations. Weights are reordered once, as ours are packed
 * once. As many threads as {@code OMP_NUM_THREADS} says. A line is given to it as an image of
 * height 1, for which it has code that is up to thirty times faster than its 1-D code. oneDNN
 * refuses a negative padding as large as the stride; it gets the input without the rows and columns
 * that no window reads then.
 */
final class OneDnnConv implements AutoCloseable {
  private final PointerScope scope;
  private final stream queue;
  private final convolution_forward convolution;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final memory plainSource;
  private final memory source;
  private final memory target;
  private final memory plainTarget;
  private final reorder sourceReorder;
  private final reorder targetReorder;
  private final String implementation;
  private final int outputElements;

  private OneDnnConv(Problem problem, PointerScope scope) {
    this.scope = scope;
    ConvSpec spec = problem.spec();
    Spatial spatial = Spatial.of(spec);
    engine cpu = new engine(engine.kind.cpu, 0);
    queue = new stream(cpu);

    boolean grouped = spec.groups() > 1;
    LongPointer sourceDims = spatial.of(Axis::input, spec.images(), spec.inputChannels());
    LongPointer targetDims = spatial.of(Axis::output, spec.images(), spec.outputChannels());
    LongPointer weightsDims =
        grouped
            ? spatial.of(
                Axis::kernel, spec.groups(), spec.groupOutputChannels(), spec.groupInputChannels())
            : spatial.of(Axis::kernel, spec.outputChannels(), spec.inputChannels());
    convolution_forward.primitive_desc description =
        new convolution_forward.primitive_desc(
            cpu,
            dnnl.prop_kind.forward_inference,
            dnnl.algorithm.convolution_direct,
            desc(sourceDims, memory.format_tag.any),
            desc(weightsDims, memory.format_tag.any),
            desc(targetDims, memory.format_tag.any),
            spatial.of(Axis::stride),
            spatial.of(axis -> axis.dilation() - 1),
            spatial.of(Axis::padBefore),
            spatial.of(Axis::padAfter));
    implementation = description.impl_info_str().getString();
    convolution = new convolution_forward(description);

    plainSource = new memory(desc(sourceDims, memory.format_tag.nchw), cpu);
    plainTarget = new memory(desc(targetDims, memory.format_tag.nchw), cpu);
    source = new memory(description.src_desc(), cpu);
    target = new memory(description.dst_desc(), cpu);
    sourceReorder = new reorder(plainSource, source);
    targetReorder = new reorder(target, plainTarget);

    memory plainWeights =
        new memory(
            desc(weightsDims, grouped ? memory.format_tag.goihw : memory.format_tag.oihw), cpu);
    memory weights = new memory(description.weights_desc(), cpu);
    fill(plainWeights, problem.filter().weights().data());
    new reorder(plainWeights, weights).execute(queue, plainWeights, weights);
    fill(plainSource, spatial.crop(problem.input()));
    sourceReorder.execute(queue, plainSource, source);
    queue._wait();

    arguments.put(DNNL_ARG_SRC, source);
    arguments.put(DNNL_ARG_WEIGHTS, weights);
    arguments.put(DNNL_ARG_DST, target);
    outputElements = Math.toIntExact(spec.outputShape().elements());
  }

  /** The problem as a primitive; null, with a line on stderr, where oneDNN can't compute it. */
  static OneDnnConv unlessRefused(Problem problem) {
    PointerScope scope = new PointerScope();
    try {
      return new OneDnnConv(problem, scope);
    } catch (RuntimeException e) { // JavaCPP makes one of every C++ exception.
      scope.close();
      System.err.println("oneDNN refuses it: " + e.getMessage() + ": spec=" + problem.spec());
      return null;
    }
  }

  /** What oneDNN calls the code that it chose. */
  String implementation() {
    return implementation;
  }

  /** Runs from and to oneDNN's own layouts. */
  void run() {
    convolution.execute(queue, arguments);
    queue._wait();
  }

  /** Runs from and to plain NCHW. */
  void runPlain() {
    sourceReorder.execute(queue, plainSource, source);
    convolution.execute(queue, arguments);
    targetReorder.execute(queue, target, plainTarget);
    queue._wait();
  }

  /** The output of the last {@link #runPlain}, NCHW. */
  float[] plainOutput() {
    float[] output = new float[outputElements];
    new FloatPointer(plainTarget.get_data_handle()).get(output);
    return output;
  }

  private static memory.desc desc(LongPointer dims, memory.format_tag tag) {
    return new memory.desc(dims, memory.data_type.f32, tag);
  }

  private static void fill(memory plain, float[] numbers) {
    new FloatPointer(plain.get_data_handle()).put(numbers);
  }

  @Override
  public void close() {
    scope.close();
  }

  /** Height and width as oneDNN is told of them. */
  private record Spatial(Axis height, Axis width) {
    static Spatial of(ConvSpec spec) {
      return new Spatial(withoutUnreadEnd(spec.height()), withoutUnreadEnd(spec.width()));
    }

    /** The axis without its unread end, where that is longer than oneDNN allows. */
    private static Axis withoutUnreadEnd(Axis axis) {
      return axis.padAfter() > -axis.stride()
          ? axis
          : new Axis(
              axis.input() + axis.padAfter(),
              axis.kernel(),
              axis.stride(),
              axis.dilation(),
              axis.padBefore(),
              0);
    }

    /** One number of each axis, after others. */
    LongPointer of(ToIntFunction<Axis> number, int... outer) {
      long[] numbers = new long[outer.length + 2];
      for (int i = 0; i < outer.length; i++) {
        numbers[i] = outer[i];
      }
      numbers[outer.length] = number.applyAsInt(height);
      numbers[outer.length + 1] = number.applyAsInt(width);
      return new LongPointer(numbers);
    }

    /** The numbers of the input without its unread end. */
    float[] crop(Tensor input) {
      int rows = input.shape().extent(2);
      int columns = input.shape().extent(3);
      if (height.input() == rows && width.input() == columns) {
        return input.data();
      }
      int planes = input.shape().extent(0) * input.shape().extent(1);
      float[] kept = new float[planes * height.input() * width.input()];
      for (int plane = 0; plane < planes; plane++) {
        for (int row = 0; row < height.input(); row++) {
          System.arraycopy(
              input.data(),
              (plane * rows + row) * columns,
              kept,
              (plane * height.input() + row) * width.input(),
              width.input());
        }
      }
      return kept;
    }
  }
}
