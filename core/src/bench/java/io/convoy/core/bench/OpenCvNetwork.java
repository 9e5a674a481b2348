package io.convoy.core.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nu.pattern.OpenCV;
import org.opencv.core.Core;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/** A network in OpenCV's DNN module, on the processor. */
final class OpenCvNetwork implements NetworkPeer {
  static {
    OpenCV.loadLocally();
  }

  private final Net net;
  private final Mat input;
  private final List<String> names;
  private final List<Mat> outputs = new ArrayList<>();

  private OpenCvNetwork(Net net, Mat input) {
    this.net = net;
    this.input = input;
    this.names = net.getUnconnectedOutLayersNames();
  }

  /** The network, where OpenCV can import the file and run it on such a batch. */
  static Optional<NetworkPeer> unlessRefused(
      NetworkFile file, float[] images, int batch, int threads) {
    if (file.takesOneImage() && batch > 1) {
      return Optional.empty();
    }
    Core.setNumThreads(threads);
    try {
      Net net = Dnn.readNetFromONNX(file.path().toString());
      net.setPreferableBackend(Dnn.DNN_BACKEND_OPENCV);
      net.setPreferableTarget(Dnn.DNN_TARGET_CPU);
      int[] extents = file.image().extents();
      Mat input = new Mat(new int[] {batch, extents[0], extents[1], extents[2]}, CvType.CV_32F);
      input.put(new int[] {0, 0, 0, 0}, images);
      OpenCvNetwork network = new OpenCvNetwork(net, input);
      network.run();
      return Optional.of(network);
    } catch (CvException e) {
      System.err.println(
          file.name() + ": OpenCV can't run it: " + e.getMessage().lines().findFirst().orElse(""));
      return Optional.empty();
    }
  }

  @Override
  public String label() {
    return "opencv";
  }

  @Override
  public void run() {
    net.setInput(input);
    outputs.clear();
    net.forward(outputs, names);
  }

  @Override
  public float[] output(int index) {
    Mat output = outputs.get(index).reshape(1, 1);
    float[] numbers = new float[Math.toIntExact(output.total())];
    output.get(0, 0, numbers);
    return numbers;
  }

  @Override
  public void close() {
    outputs.forEach(Mat::release);
    input.release();
  }
}
