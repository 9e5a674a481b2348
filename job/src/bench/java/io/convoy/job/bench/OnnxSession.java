package io.convoy.job.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** The session of a JVM, on one thread a call; ONNX Runtime allows calls from several threads. */
final class OnnxSession {
  private static OrtSession session;

  private OnnxSession() {}

  static synchronized OrtSession of(String model) throws OrtException {
    if (session == null) {
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        session = OrtEnvironment.getEnvironment().createSession(model, options);
      }
    }
    return session;
  }

  /** Ends the session, so that the next call may be for another model. */
  static synchronized void close() throws OrtException {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** Numbers that a session reads where they lie, without a copy. */
  static FloatBuffer numbers(int count) {
    return ByteBuffer.allocateDirect(Float.BYTES * count)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** What is done with a result while it stands. */
  interface Taking {
    void take(FloatBuffer output, long[] shape);
  }

  /** Runs the model on a batch: numbers of that shape, from the buffer's position on. */
  static void run(OrtSession session, FloatBuffer batch, long[] shape, Taking taking) {
    try (OnnxTensor input =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), batch.slice(), shape);
        OrtSession.Result result = session.run(Map.of(OnnxLayer.INPUT, input))) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      taking.take(output.getFloatBuffer(), output.getInfo().getShape());
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime fails: " + e.getMessage(), e);
    }
  }
}
