package io.convoy.job.execute;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Padding;
import io.convoy.core.cost.Machine;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.ConvPlan;
import io.convoy.job.plan.ConvRequest;
import io.convoy.job.plan.Existing;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.OutputRequest;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.Restart;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** One run in a test: a request put together step by step, and what it wrote. */
final class TestRun {
  private final List<String> inputs;
  private final String weights;
  private String output;
  private String grid = "auto";
  private String algorithm = "auto";
  private Pool pool = Pool.NONE;
  private Padding padding = Padding.SAME;
  private int stride = 1;
  private OnError onError = OnError.REJECT;
  private Existing existing = Existing.REFUSE;
  private Restart restart = Restart.AFRESH;
  private Preprocess preprocess = Preprocess.NONE;
  private OutputFormat format = OutputFormat.ARROW;
  private Compression compression = Compression.NONE;
  private Budget budget = Budget.TYPICAL;

  TestRun(Path weights, Path output, String... inputs) {
    this(weights, output.toString(), inputs);
  }

  TestRun(Path weights, String output, String... inputs) {
    this(weights.toString(), output, inputs);
  }

  /** Of files anywhere, by their URIs. */
  TestRun(String weights, String output, String... inputs) {
    this.inputs = List.of(inputs);
    this.weights = weights;
    this.output = output;
  }

  TestRun grid(String text) {
    grid = text;
    return this;
  }

  TestRun algorithm(String name) {
    algorithm = name;
    return this;
  }

  TestRun pool(Pool chosen) {
    pool = chosen;
    return this;
  }

  TestRun padding(Padding chosen) {
    padding = chosen;
    return this;
  }

  TestRun stride(int chosen) {
    stride = chosen;
    return this;
  }

  TestRun onError(OnError chosen) {
    onError = chosen;
    return this;
  }

  TestRun preprocess(Preprocess chosen) {
    preprocess = chosen;
    return this;
  }

  TestRun format(OutputFormat chosen, Compression chosenCompression) {
    format = chosen;
    compression = chosenCompression;
    return this;
  }

  TestRun overwriting() {
    existing = Existing.REPLACE;
    return this;
  }

  TestRun writingTo(String other) {
    output = other;
    return this;
  }

  TestRun resuming() {
    restart = Restart.RESUME;
    return this;
  }

  TestRun retryingRejected() {
    restart = Restart.RESUME_AND_RETRY;
    return this;
  }

  /** Planned for a machine that takes seconds to decode a small photo. */
  TestRun onSlowMachine() {
    Machine typical = Budget.TYPICAL.machine();
    Machine.Images images = typical.images();
    Machine slow =
        new Machine(
            "a slow machine",
            false,
            typical.core(),
            new Machine.Images(
                images.imageSeconds(), 500, 500, images.resizedNumbers(), images.tensorNumbers()),
            typical.files(),
            typical.starts());
    budget = new Budget(slow, Optional.empty(), Optional.empty());
    return this;
  }

  RunSummary run(JavaSparkContext sc) throws RunException {
    return run(sc, RunListener.SILENT);
  }

  RunSummary run(JavaSparkContext sc, RunListener listener) throws RunException {
    return SparkRunner.run(sc, request(), budget, listener);
  }

  ConvPlan plan(JavaSparkContext sc) throws RunException {
    return (ConvPlan) SparkRunner.plan(sc, request(), budget);
  }

  /** The data set that the run wrote, to be closed. */
  DataSet open() throws IOException {
    return DataSet.open(new Storage(new Configuration()), output);
  }

  List<String> ids() throws IOException {
    List<String> ids = new ArrayList<>();
    try (DataSet set = open()) {
      for (long record = 0; record < set.records(); record++) {
        ids.add(set.id(record));
      }
    }
    return ids;
  }

  /** SHA-256 of all ids, shapes and bits, in the order of the data set. */
  String digest() throws IOException {
    return digest(set -> record -> set.id(record));
  }

  /** The same without the ids, which say where a file lies. */
  String digestOfNumbers() throws IOException {
    return digest(set -> record -> "");
  }

  private interface Ids {
    String of(long record) throws IOException;
  }

  private String digest(Function<DataSet, Ids> ids) throws IOException {
    try (DataSet set = open()) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (long record = 0; record < set.records(); record++) {
        Tensor tensor = set.read(set.columns().get(0).name(), record);
        digest.update(ids.apply(set).of(record).getBytes(StandardCharsets.UTF_8));
        digest.update(tensor.shape().toString().getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(tensor.data().length * Float.BYTES);
        bytes.asFloatBuffer().put(tensor.data());
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The lines of all files that name rejects. */
  List<String> rejects() throws IOException {
    Path folder = Path.of(output, "_rejects");
    List<String> lines = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      for (Path file : files(folder)) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  /** Removes a folder and all in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** What lies in a folder, hidden files too, sorted. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  ConvRequest request() {
    ConvOptions options = new ConvOptions(1, stride, stride, padding, 1, 1, Activation.NONE);
    return new ConvRequest(
        inputs,
        new LayerRequest(weights, Optional.empty(), options, algorithm, pool),
        preprocess,
        Grid.parse(grid),
        onError,
        new OutputRequest(output, existing, restart, format, compression));
  }
}
