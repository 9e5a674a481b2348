package io.convoy.core.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A network in ONNX Runtime: all of its optimisations, one operator after the other, so many
 * threads within each. A file that takes one image gets the images of a batch one by one.
 */
final class OnnxRuntimeNetwork implements NetworkPeer {
  private final OrtSession session;
  private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
  private final List<OrtSession.Result> results = new ArrayList<>();

  OnnxRuntimeNetwork(NetworkFile file, float[] images, int batch, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file.path().toString(), options);
      int each = file.takesOneImage() ? 1 : batch;
      int elements = Math.toIntExact(file.image().elements());
      int[] extents = file.image().extents();
      long[] shape = {each, extents[0], extents[1], extents[2]};
      for (int from = 0; from < batch; from += each) {
        FloatBuffer numbers =
            ByteBuffer.allocateDirect(each * elements * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        numbers.put(images, from * elements, each * elements).flip();
        inputs.add(Map.of(file.input(), OnnxTensor.createTensor(environment, numbers, shape)));
      }
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public String label() {
    return "onnxruntime";
  }

  @Override
  public void run() {
    results.forEach(OrtSession.Result::close);
    results.clear();
    try {
      for (Map<String, OnnxTensor> input : inputs) {
        results.add(session.run(input));
      }
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public float[] output(int index) {
    List<FloatBuffer> parts =
        results.stream().map(result -> ((OnnxTensor) result.get(index)).getFloatBuffer()).toList();
    float[] output = new float[parts.stream().mapToInt(FloatBuffer::remaining).sum()];
    int at = 0;
    for (FloatBuffer part : parts) {
      int length = part.remaining();
      part.get(output, at, length);
      at += length;
    }
    return output;
  }

  @Override
  public void close() {
    results.forEach(OrtSession.Result::close);
    inputs.forEach(input -> input.values().forEach(OnnxTensor::close));
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(OrtException e) {
    return new IllegalStateException("ONNX Runtime fails: " + e.getMessage(), e);
  }
}
