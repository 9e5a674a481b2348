package io.convoy.core.model;

import static io.convoy.core.model.OnnxWriter.ints;
import static io.convoy.core.model.OnnxWriter.number;
import static io.convoy.core.model.OnnxWriter.real;
import static io.convoy.core.model.OnnxWriter.text;

import io.convoy.core.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small networks of the kinds that are in use, one after the other what each is known for. */
final class TestNetworks {
  private TestNetworks() {}

  /** A network, and the image that it takes. */
  record Example(OnnxWriter model, Shape image) {}

  static Map<String, Example> all() {
    Map<String, Example> all = new LinkedHashMap<>();
    all.put("residual", residual());
    all.put("dense", dense());
    all.put("mobile", mobile());
    all.put("gated", gated());
    all.put("inception", inception());
    all.put("unet", unet());
    all.put("line", line());
    all.put("plain", plain());
    all.put("scaled", scaled());
    all.put("classifier", classifier());
    return all;
  }

  private static void conv(
      OnnxWriter m, String name, String x, int in, int out, int kernel, int stride, int groups) {
    m.weights(
        name + ".w",
        Math.sqrt(2.0 / (kernel * kernel * in / groups)),
        out,
        in / groups,
        kernel,
        kernel);
    m.weights(name + ".b", 0.1, out);
    int pad = kernel / 2;
    m.node(
        "Conv",
        name,
        x + " " + name + ".w " + name + ".b",
        ints("kernel_shape", kernel, kernel),
        ints("pads", pad, pad, pad, pad),
        ints("strides", stride, stride),
        number("group", groups));
  }

  private static void norm(OnnxWriter m, String name, String x, int channels) {
    m.positive(name + ".scale", channels);
    m.weights(name + ".shift", 0.2, channels);
    m.weights(name + ".mean", 0.2, channels);
    m.positive(name + ".var", channels);
    m.node(
        "BatchNormalization",
        name,
        x + " " + name + ".scale " + name + ".shift " + name + ".mean " + name + ".var",
        real("epsilon", 1e-5f));
  }

  /** Batch norm, residuals before and after the convolution, pooled, flattened, classified. */
  private static Example residual() {
    OnnxWriter m = new OnnxWriter(1).input("x", -1, 3, 33, 29);
    conv(m, "c1", "x", 3, 16, 7, 2, 1);
    norm(m, "n1", "c1", 16);
    m.node("Relu", "r1", "n1");
    m.node(
        "MaxPool",
        "p1",
        "r1",
        ints("kernel_shape", 3, 3),
        ints("strides", 2, 2),
        ints("pads", 1, 1, 1, 1));
    conv(m, "c2", "p1", 16, 16, 3, 1, 1);
    norm(m, "n2", "c2", 16);
    m.node("Relu", "r2", "n2");
    conv(m, "c3", "r2", 16, 16, 3, 1, 1);
    norm(m, "n3", "c3", 16);
    m.node("Add", "a3", "n3 p1");
    m.node("Relu", "r3", "a3");
    conv(m, "c4", "r3", 16, 24, 1, 2, 1);
    conv(m, "c5", "r3", 16, 24, 3, 2, 4);
    m.node("Add", "a5", "c4 c5");
    m.node("LeakyRelu", "r5", "a5", real("alpha", 0.2f));
    m.node("GlobalAveragePool", "gap", "r5");
    m.node("Flatten", "flat", "gap");
    m.weights("fc.w", 0.2, 10, 24).weights("fc.b", 0.1, 10);
    m.node("Gemm", "fc", "flat fc.w fc.b", number("transB", 1));
    m.node("Softmax", "prob", "fc", number("axis", 1));
    return new Example(m.output("prob"), Shape.of(3, 33, 29));
  }

  /** Large maps, and behind them small ones, a shortcut and a classifier. */
  private static Example classifier() {
    OnnxWriter m = new OnnxWriter(5).input("x", -1, 3, 290, 300);
    conv(m, "c1", "x", 3, 24, 3, 1, 1);
    m.node("Relu", "r1", "c1");
    m.node("MaxPool", "p1", "r1", ints("kernel_shape", 4, 4), ints("strides", 4, 4));
    conv(m, "c2", "p1", 24, 32, 3, 2, 1);
    conv(m, "c3", "c2", 32, 32, 3, 1, 1);
    m.node("Add", "a3", "c3 c2").node("Relu", "r3", "a3");
    conv(m, "c4", "r3", 32, 32, 1, 1, 1);
    m.node("Add", "a4", "r3 c4");
    m.node("GlobalAveragePool", "gap", "a4").node("Flatten", "flat", "gap");
    m.weights("fc.w", 0.2, 10, 32).weights("fc.b", 0.1, 10);
    m.node("Gemm", "fc", "flat fc.w fc.b", number("transB", 1));
    return new Example(m.output("fc"), Shape.of(3, 290, 300));
  }

  /** Swish on maps that are computed band by band, squeezed and excited, and other functions. */
  private static Example gated() {
    OnnxWriter m = new OnnxWriter(8).input("x", -1, 3, 101, 90);
    conv(m, "c1", "x", 3, 20, 3, 1, 1);
    norm(m, "n1", "c1", 20);
    m.node("Sigmoid", "g1", "n1").node("Mul", "s1", "n1 g1");
    conv(m, "c2", "s1", 20, 20, 3, 1, 20);
    m.node("Sigmoid", "g2", "c2").node("Mul", "s2", "c2 g2");
    m.node("GlobalAveragePool", "q3", "s2");
    conv(m, "c3", "q3", 20, 5, 1, 1, 1);
    m.node("Sigmoid", "g3", "c3").node("Mul", "s3", "c3 g3");
    conv(m, "c4", "s3", 5, 20, 1, 1, 1);
    m.node("Sigmoid", "g4", "c4").node("Mul", "e4", "g4 s2");
    conv(m, "c5", "e4", 20, 18, 1, 2, 1);
    m.node("Tanh", "t5", "c5");
    conv(m, "c6", "t5", 18, 18, 3, 1, 1);
    m.node("Add", "a6", "c6 t5").node("Sigmoid", "g6", "a6");
    m.node("Concat", "j6", "g6 t5", number("axis", 1));
    conv(m, "c7", "j6", 36, 8, 1, 1, 1);
    m.node("Elu", "u7", "c7").node("GlobalAveragePool", "q8", "u7");
    return new Example(m.output("q8"), Shape.of(3, 101, 90));
  }

  /** Batch norm before convolutions, everything joined, all parts listed anew each time. */
  private static Example dense() {
    OnnxWriter m = new OnnxWriter(2).input("x", 1, 3, 24, 24);
    conv(m, "c0", "x", 3, 12, 3, 1, 1);
    String joined = "c0";
    String parts = "c0";
    int channels = 12;
    for (int i = 1; i <= 3; i++) {
      norm(m, "n" + i, joined, channels);
      m.node("Relu", "r" + i, "n" + i);
      conv(m, "b" + i, "r" + i, channels, 20, 1, 1, 1);
      m.node("Relu", "s" + i, "b" + i);
      conv(m, "g" + i, "s" + i, 20, 8, 3, 1, 1);
      parts = parts + " g" + i;
      m.node("Concat", "j" + i, parts, number("axis", 1));
      joined = "j" + i;
      channels += 8;
    }
    m.node("AveragePool", "p", joined, ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    conv(m, "t", "p", channels, 18, 1, 1, 1);
    m.node("ReduceMean", "mean", "t", ints("axes", 2, 3), number("keepdims", 0));
    return new Example(m.output("mean"), Shape.of(3, 24, 24));
  }

  /** Depthwise, gates, swish in both spellings, reshapes through computed shapes. */
  private static Example mobile() {
    OnnxWriter m = new OnnxWriter(3).input("x", -1, 3, 32, 32);
    conv(m, "c0", "x", 3, 16, 3, 2, 1);
    m.node("HardSwish", "h0", "c0");
    conv(m, "dw", "h0", 16, 16, 5, 1, 16);
    norm(m, "dwn", "dw", 16);
    m.floats("zero", new float[] {0f}).floats("six", new float[] {6f});
    m.node("Clip", "dwc", "dwn zero six");
    m.node("GlobalAveragePool", "sq", "dwc");
    conv(m, "ex1", "sq", 16, 8, 1, 1, 1);
    m.node("Sigmoid", "ex1s", "ex1");
    m.node("Mul", "ex1w", "ex1 ex1s");
    conv(m, "ex2", "ex1w", 8, 16, 1, 1, 1);
    m.node("HardSigmoid", "gate", "ex2", real("alpha", 1f / 6f), real("beta", 0.5f));
    m.node("Mul", "gated", "dwc gate");
    conv(m, "pw", "gated", 16, 16, 1, 1, 1);
    m.node("Add", "sum", "pw h0");
    m.node("HardSigmoid", "hs", "sum", real("alpha", 1f / 6f), real("beta", 0.5f));
    m.node("Mul", "hsw", "hs sum");
    m.node("Tanh", "th", "hsw");
    m.node("Elu", "el", "hsw");
    m.node("Softplus", "sp", "hsw");
    m.node("Sub", "d1", "th el");
    m.node("Max", "d2", "d1 sp");
    m.node("Shape", "shape", "d2");
    m.longs("i0", 0).longs("minus", -1);
    m.node("Gather", "n", "shape i0", number("axis", 0));
    m.node("Concat", "target", "n minus", number("axis", 0));
    m.node("Reshape", "flat", "d2 target");
    m.weights("w", 0.02, 16 * 16 * 16, 7).weights("wb", 0.1, 7);
    m.node("MatMul", "mm", "flat w");
    m.node("Add", "logits", "mm wb");
    return new Example(m.output("logits"), Shape.of(3, 32, 32));
  }

  /** Branches of several kinds of windows, joined. */
  private static Example inception() {
    OnnxWriter m = new OnnxWriter(4).input("x", -1, 5, 19, 23);
    conv(m, "a", "x", 5, 13, 1, 1, 1);
    conv(m, "b", "x", 5, 9, 3, 1, 1);
    m.node("Relu", "br", "b");
    m.node(
        "AveragePool",
        "c",
        "x",
        ints("kernel_shape", 3, 3),
        ints("strides", 1, 1),
        ints("pads", 1, 1, 1, 1));
    m.node(
        "AveragePool",
        "d",
        "br",
        ints("kernel_shape", 3, 3),
        ints("strides", 1, 1),
        ints("pads", 1, 1, 1, 1),
        number("count_include_pad", 1));
    m.node("Concat", "j", "a br c d br", number("axis", 1));
    m.node(
        "MaxPool",
        "p",
        "j",
        ints("kernel_shape", 3, 2),
        ints("strides", 2, 3),
        number("ceil_mode", 1));
    m.node("LRN", "lrn", "p", number("size", 5));
    conv(m, "e", "lrn", 45, 11, 3, 1, 1);
    m.node("Concat", "k", "e p", number("axis", 1));
    return new Example(m.output("k"), Shape.of(5, 19, 23));
  }

  /** Down and up again: transposed convolution, resize, skip. */
  private static Example unet() {
    OnnxWriter m = new OnnxWriter(5).input("x", -1, 3, -1, -1);
    conv(m, "d1", "x", 3, 8, 3, 1, 1);
    m.node("Relu", "d1r", "d1");
    m.node("MaxPool", "p1", "d1r", ints("kernel_shape", 2, 2), ints("strides", 2, 2));
    conv(m, "d2", "p1", 8, 16, 3, 1, 1);
    m.node("Relu", "d2r", "d2");
    m.weights("u1.w", 0.2, 16, 8, 2, 2).weights("u1.b", 0.1, 8);
    m.node("ConvTranspose", "u1", "d2r u1.w u1.b", ints("strides", 2, 2));
    m.node("Concat", "j1", "u1 d1r", number("axis", 1));
    conv(m, "e1", "j1", 16, 8, 3, 1, 1);
    m.weights("u2.w", 0.2, 16, 8, 3, 3);
    m.node(
        "ConvTranspose",
        "u2",
        "d2r u2.w",
        ints("strides", 2, 2),
        ints("pads", 1, 1, 1, 1),
        ints("output_padding", 1, 1));
    m.floats("scales", new float[] {1, 1, 2, 2}, 4);
    m.node(
        "Resize",
        "r1",
        "d2r - scales",
        text("mode", "nearest"),
        text("coordinate_transformation_mode", "asymmetric"),
        text("nearest_mode", "floor"));
    m.node("Resize", "r2", "d2r - scales", text("mode", "linear"));
    m.node("Add", "r12", "r1 r2");
    conv(m, "r3", "r12", 16, 8, 1, 1, 1);
    m.longs("first", 1, 1).longs("last", -1, -1).longs("axes", 2, 3);
    m.node("Slice", "cut", "r3 first last axes");
    m.weights("uncut.w", 0.2, 8, 8, 3, 3);
    m.node("Conv", "uncut", "cut uncut.w", ints("pads", 2, 2, 2, 2));
    m.longs("end", -1).longs("start", -9).longs("channels", 1).longs("back", -1);
    m.node("Slice", "turned", "e1 end start channels back");
    m.node("Add", "s0", "turned uncut");
    m.node("Add", "s1", "s0 u2");
    m.node("Add", "s3", "s1 e1");
    m.node("Add", "s2", "s3 r3");
    m.node("Sigmoid", "mask", "s2");
    return new Example(m.output("mask"), Shape.of(3, 20, 28));
  }

  /** One axis only. */
  private static Example line() {
    OnnxWriter m = new OnnxWriter(6).input("x", -1, 4, 50);
    m.weights("c.w", 0.3, 12, 4, 5);
    m.node("Conv", "c", "x c.w", ints("pads", 2, 2), ints("strides", 2));
    norm(m, "n", "c", 12);
    m.node("Relu", "r", "n");
    m.node("MaxPool", "p", "r", ints("kernel_shape", 3), ints("strides", 2));
    m.node("Transpose", "t", "p", ints("perm", 0, 2, 1));
    m.weights("w", 0.3, 12, 6).weights("b", 0.1, 6);
    m.node("MatMul", "mm", "t w");
    m.node("Add", "mb", "mm b");
    // Heads, as attention has them: a reshape to another last extent.
    m.longs("heads", 0, 12, 3, 2);
    m.node("Reshape", "h", "mb heads");
    m.node("Transpose", "ht", "h", ints("perm", 2, 0, 1, 3));
    m.floats("half", new float[] {0.5f}, 1);
    m.node("Mul", "hm", "ht half");
    m.node("Transpose", "hb", "hm", ints("perm", 1, 2, 0, 3));
    m.longs("joined", 0, 12, 6);
    m.node("Reshape", "hj", "hb joined");
    // Norms of rows, spelled out.
    m.node("ReduceMean", "rm", "hj", ints("axes", -1)).node("Sub", "rs", "hj rm");
    m.floats("exponent", new float[] {2f}).node("Pow", "rp", "rs exponent");
    m.node("ReduceMean", "rv", "rp", ints("axes", -1)).node("Sqrt", "rq", "rv");
    m.node("Div", "rd", "rs rq");
    m.weights("wide", 0.3, 6, 37).node("MatMul", "rw", "rd wide");
    m.node("Softmax", "s", "rw", number("axis", 2));
    return new Example(m.output("s"), Shape.of(4, 50));
  }

  /** What is computed by the definition: padding, slices, splits, shuffles, norms of one image. */
  private static Example plain() {
    OnnxWriter m = new OnnxWriter(7).input("x", -1, 8, 12, 10);
    m.longs("pads", 0, 0, 1, 2, 0, 0, 1, 2);
    m.node("Pad", "pad", "x pads", text("mode", "reflect"));
    m.longs("starts", 1).longs("ends", 9223372036854775807L).longs("axes", 3).longs("steps", 2);
    m.node("Slice", "sl", "pad starts ends axes steps");
    m.positive("is", 8).weights("ib", 0.1, 8);
    m.node("InstanceNormalization", "in", "sl is ib");
    m.node("SpaceToDepth", "s2d", "pad", number("blocksize", 2));
    m.node("DepthToSpace", "d2s", "s2d", number("blocksize", 2), text("mode", "CRD"));
    m.longs("shuffle", 0, 2, 4, 14, 14).longs("back", 0, 8, 14, 14);
    m.node("Reshape", "g", "pad shuffle");
    m.node("Transpose", "gt", "g", ints("perm", 0, 2, 1, 3, 4));
    m.node("Reshape", "gs", "gt back");
    conv(m, "dw", "gs", 8, 8, 3, 1, 8);
    m.node("Mul", "m", "dw d2s");
    m.weights("slope", 0.3, 8, 1, 1);
    m.node("PRelu", "pr", "m slope");
    m.node("Mish", "mi", "pr");

    m.longs("rows", 2).node("ReduceMax", "mx", "mi rows", number("keepdims", 1));
    m.node("LogSoftmax", "ls", "mx", number("axis", 1));
    m.node("Squeeze", "sq", "ls axes2");
    m.longs("axes2", 2);
    m.node("ArgMax", "am", "sq", number("axis", 1), number("keepdims", 0));
    return new Example(m.longOutput("am").opset(18), Shape.of(8, 12, 10));
  }

  /**
   * Products and sums of channels before and behind convolutions, alone and in rows, hard swish
   * spelled out, transposed convolutions whose windows don't overlap.
   */
  private static Example scaled() {
    OnnxWriter m = new OnnxWriter(9).input("x", -1, 3, 21, 18);
    m.floats("two", new float[] {2f}).floats("three", new float[] {3f});
    m.floats("six", new float[] {6f}).floats("zero", new float[] {0f});
    m.weights("mean", 0.5, 3, 1, 1).positive("deviation", 3, 1, 1);
    m.node("Sub", "x1", "x mean").node("Div", "x2", "x1 deviation");
    m.weights("a.w", 0.4, 10, 3, 1, 1).node("Conv", "a", "x2 a.w");
    m.weights("a1.s", 0.5, 10, 1, 1).weights("a2.s", 0.5, 1, 10, 1, 1);
    m.node("Mul", "a1", "a1.s a").node("Add", "a2", "a1 a2.s");
    m.node("Add", "h1", "a2 three").node("Clip", "h2", "h1 zero six");
    m.node("Mul", "h3", "a2 h2").node("Div", "h4", "h3 six");
    m.node("Mul", "s1", "h4 two").node("Add", "s2", "s1 a2.s");
    conv(m, "d", "s2", 10, 10, 3, 1, 10);
    m.node("Sub", "d1", "three d").node("Add", "d2", "three d1");
    m.node("Clip", "d3", "d2 zero six").node("Div", "d4", "d3 six").node("Mul", "d5", "d1 d4");
    m.node("Mul", "d6", "d5 a1.s").node("Sub", "d7", "d6 three");
    m.weights("g.w", 0.4, 12, 5, 1, 1).node("Conv", "g", "d7 g.w", number("group", 2));
    m.weights("t.w", 0.4, 12, 7, 2, 3);
    m.node("ConvTranspose", "t", "g t.w", ints("strides", 2, 3));
    m.weights("t1.s", 0.5, 1, 7, 1, 1).node("Add", "t1", "t t1.s");
    norm(m, "t2", "t1", 7);
    m.node("Relu", "t3", "t2");
    m.weights("u.w", 0.4, 12, 1, 2, 3).weights("u.b", 0.1, 1);
    m.node("ConvTranspose", "u", "g u.w u.b", ints("strides", 2, 3));
    m.node("Sigmoid", "u1", "u");
    m.node("Concat", "j", "t3 u1", number("axis", 1));
    norm(m, "j1", "j", 8);
    m.weights("j2.s", 0.5, 8, 1, 1).node("Mul", "j2", "j1 j2.s");
    return new Example(m.output("j2"), Shape.of(3, 21, 18));
  }
}
