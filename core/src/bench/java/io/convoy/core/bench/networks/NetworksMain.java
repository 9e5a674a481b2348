package io.convoy.core.bench.networks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes the networks, and runs each once in ONNX Runtime to see that its answer is worth having.
 */
@Command(
    name = "networks",
    description = "Writes well-known networks as ONNX files with seeded weights.",
    mixinStandardHelpOptions = true)
final class NetworksMain implements Callable<Integer> {
  private static final long IMAGE_SEED = 7;

  @Parameters(paramLabel = "FOLDER", description = "Where the files go.")
  private Path folder;

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<Network> only = List.of(Network.values());

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new NetworksMain())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (failure, commandLine, parsed) -> {
                  commandLine.getErr().println("networks: " + failure.getMessage());
                  return 1;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, OrtException {
    Files.createDirectories(folder);
    for (Network network : only) {
      Path file = folder.resolve(network.label() + ".onnx");
      Path unfinished = folder.resolve(network.label() + ".onnx.unfinished");
      long multiplyAdds = network.write(unfinished);
      String answer = answer(unfinished);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      System.out.printf(
          Locale.ROOT,
          "%-16s %7.3f GMAC in convolutions, %6.1f MB, %s%n",
          network.label(),
          multiplyAdds / 1e9,
          Files.size(file) / 1e6,
          answer);
    }
    return 0;
  }

  /** What ONNX Runtime makes of two random images, in words; an exception where it is worthless. */
  private static String answer(Path file) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString())) {
      String input = session.getInputNames().iterator().next();
      long[] shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
      shape[0] = 2;
      Random random = new Random(IMAGE_SEED);
      float[] images = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
      }
      try (OnnxTensor tensor =
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
          OrtSession.Result result = session.run(Map.of(input, tensor))) {
        OnnxTensor output = (OnnxTensor) result.get(0);
        FloatBuffer numbers = output.getFloatBuffer();
        float[] values = new float[numbers.remaining()];
        numbers.get(values);
        check(file, values);
        return "output "
            + Arrays.toString(output.getInfo().getShape())
            + String.format(Locale.ROOT, ", standard deviation %.3g", Math.sqrt(variance(values)));
      }
    }
  }

  /** Finite, not all alike, and different for the two images. */
  private static void check(Path file, float[] values) {
    List<String> wrong = new ArrayList<>();
    for (float value : values) {
      if (!Float.isFinite(value)) {
        wrong.add("numbers that are not finite");
        break;
      }
    }
    double spread = Math.sqrt(variance(values));
    double largest = largest(values);
    if (spread < 1e-3 * largest) {
      wrong.add("all numbers about the same");
    }
    int half = values.length / 2;
    double between = 0;
    for (int i = 0; i < half; i++) {
      between = Math.max(between, Math.abs(values[i] - values[half + i]));
    }
    if (between < 1e-3 * largest) {
      wrong.add("two images give the same");
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "a network's answer must depend on the image: file=" + file + ", wrong=" + wrong);
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static double variance(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / values.length;
    return squares / values.length - mean * mean;
  }
}
