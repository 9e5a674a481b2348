package io.convoy.core.bench;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import io.convoy.core.conv.Axis;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
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
 * once. As many threads as {@code OMP_NUM_THREADS} says. A line is given to it as the 1-D problem
 * that it is. oneDNN refuses a negative padding as large as the stride; it gets the input without
 * the rows and columns that no window reads then.
 */
final class OneDnnConv implements AutoCloseable {
  private final PointerScope scope;
  private final stream stream;
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
    stream = new stream(cpu);

    long[] sourceDims = spatial.dims(spatial.inputs(), spec.images(), spec.inputChannels());
    long[] targetDims = spatial.dims(spatial.outputs(), spec.images(), spec.outputChannels());
    long[] weightsDims =
        spec.groups() == 1
            ? spatial.dims(spatial.kernels(), spec.outputChannels(), spec.inputChannels())
            : spatial.dims(
                spatial.kernels(),
                spec.groups(),
                spec.groupOutputChannels(),
                spec.groupInputChannels());
    convolution_forward.primitive_desc description =
        new convolution_forward.primitive_desc(
            cpu,
            dnnl.prop_kind.forward_inference,
            dnnl.algorithm.convolution_direct,
            desc(sourceDims, memory.format_tag.any),
            desc(weightsDims, memory.format_tag.any),
            desc(targetDims, memory.format_tag.any),
            new LongPointer(spatial.strides()),
            new LongPointer(spatial.dilations()),
            new LongPointer(spatial.padsBefore()),
            new LongPointer(spatial.padsAfter()));
    implementation = description.impl_info_str().getString();
    convolution = new convolution_forward(description);

    memory.format_tag images = spatial.flat() ? memory.format_tag.ncw : memory.format_tag.nchw;
    plainSource = new memory(desc(sourceDims, images), cpu);
    plainTarget = new memory(desc(targetDims, images), cpu);
    source = new memory(description.src_desc(), cpu);
    target = new memory(description.dst_desc(), cpu);
    sourceReorder = new reorder(plainSource, source);
    targetReorder = new reorder(target, plainTarget);

    memory plainWeights = new memory(desc(weightsDims, spatial.weightsTag(spec.groups())), cpu);
    memory weights = new memory(description.weights_desc(), cpu);
    fill(plainWeights, problem.filter().weights().data());
    new reorder(plainWeights, weights).execute(stream, plainWeights, weights);
    fill(plainSource, spatial.crop(problem.input()));
    sourceReorder.execute(stream, plainSource, source);
    stream._wait();

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
    convolution.execute(stream, arguments);
    stream._wait();
  }

  /** Runs from and to plain NCHW. */
  void runPlain() {
    sourceReorder.execute(stream, plainSource, source);
    convolution.execute(stream, arguments);
    targetReorder.execute(stream, target, plainTarget);
    stream._wait();
  }

  /** The output of the last {@link #runPlain}, NCHW. */
  float[] plainOutput() {
    float[] output = new float[outputElements];
    new FloatPointer(plainTarget.get_data_handle()).get(output);
    return output;
  }

  private static memory.desc desc(long[] dims, memory.format_tag tag) {
    return new memory.desc(new LongPointer(dims), memory.data_type.f32, tag);
  }

  private static void fill(memory memory, float[] numbers) {
    new FloatPointer(memory.get_data_handle()).put(numbers);
  }

  @Override
  public void close() {
    scope.close();
  }

  /** The spatial axes as oneDNN is told of them: width alone for a line, else height and width. */
  private record Spatial(boolean flat, List<Axis> axes) {
    private static final Axis NO_HEIGHT = new Axis(1, 1, 1, 1, 0, 0);

    static Spatial of(ConvSpec spec) {
      boolean flat = spec.height().equals(NO_HEIGHT);
      List<Axis> axes = new ArrayList<>();
      if (!flat) {
        axes.add(readOnly(spec.height()));
      }
      axes.add(readOnly(spec.width()));
      return new Spatial(flat, axes);
    }

    /** The axis without its unread end, where that is longer than oneDNN allows. */
    private static Axis readOnly(Axis axis) {
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

    long[] inputs() {
      return axes.stream().mapToLong(Axis::input).toArray();
    }

    long[] outputs() {
      return axes.stream().mapToLong(Axis::output).toArray();
    }

    long[] kernels() {
      return axes.stream().mapToLong(Axis::kernel).toArray();
    }

    long[] strides() {
      return axes.stream().mapToLong(Axis::stride).toArray();
    }

    /** oneDNN counts the zeros between taps. */
    long[] dilations() {
      return axes.stream().mapToLong(axis -> axis.dilation() - 1L).toArray();
    }

    long[] padsBefore() {
      return axes.stream().mapToLong(Axis::padBefore).toArray();
    }

    long[] padsAfter() {
      return axes.stream().mapToLong(Axis::padAfter).toArray();
    }

    long[] dims(long[] extents, long... outer) {
      long[] dims = new long[outer.length + extents.length];
      System.arraycopy(outer, 0, dims, 0, outer.length);
      System.arraycopy(extents, 0, dims, outer.length, extents.length);
      return dims;
    }

    memory.format_tag weightsTag(int groups) {
      if (flat) {
        return groups == 1 ? memory.format_tag.oiw : memory.format_tag.goiw;
      }
      return groups == 1 ? memory.format_tag.oihw : memory.format_tag.goihw;
    }

    /** The numbers of the input without its unread end. */
    float[] crop(Tensor input) {
      int rows = input.shape().extent(2);
      int columns = input.shape().extent(3);
      int keptRows = flat ? 1 : axes.get(0).input();
      int keptColumns = axes.get(axes.size() - 1).input();
      if (keptRows == rows && keptColumns == columns) {
        return input.data();
      }
      int planes = input.shape().extent(0) * input.shape().extent(1);
      float[] kept = new float[planes * keptRows * keptColumns];
      for (int plane = 0; plane < planes; plane++) {
        for (int row = 0; row < keptRows; row++) {
          System.arraycopy(
              input.data(),
              (plane * rows + row) * columns,
              kept,
              (plane * keptRows + row) * keptColumns,
              keptColumns);
        }
      }
      return kept;
    }
  }
}
