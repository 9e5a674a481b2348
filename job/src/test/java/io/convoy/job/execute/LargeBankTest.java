package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.Padding;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.plan.Pool;
import io.convoy.job.serde.Bank;
import io.convoy.job.serde.ConvOperation;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters that a task's memory doesn't hold are read by the tasks, each its own part of them. */
class LargeBankTest {
  /** 28 MB of weights; transformed and packed for Winograd's algorithm 113 MB. */
  private static final int FILTERS = 12_288;

  private static final int CHANNELS = 64;
  private static final int SIDE = 12;
  private static final ConvOptions OPTIONS =
      new ConvOptions(1, 1, 1, Padding.SAME, 1, 1, Activation.NONE);

  @TempDir Path folder;

  /** The smallest heap that Spark starts in, for two tasks at a time. */
  @Test
  void bankIsReadByPartsInASmallHeap() throws Exception {
    Tensor bank = TestData.random(1, FILTERS, CHANNELS, 3, 3);
    TestData.npy(folder.resolve("w.npy"), bank);
    TestData.npy(folder.resolve("x.npy"), input());

    TestJvm.Result result = TestJvm.run("-Xmx460m", Job.class, List.of(folder.toString()));

    assertEquals(0, result.exit(), result.printed());
    for (Range channels :
        new Range[] {new Range(0, 32), new Range(6000, 6032), new Range(FILTERS - 32, FILTERS)}) {
      float[] expected = byKernel("winograd", bank, channels);
      assertClose(byKernel("reference", bank, channels), expected);
      for (String output : List.of("automatic", "cut")) {
        assertArrayEquals(expected, channelsOf(output, channels), output + " " + channels);
      }
    }
  }

  @Test
  void bankIsDigestedPieceByPieceAsItIsWhole() throws IOException {
    Tensor bank = TestData.random(2, 1000, 513, 3, 3);
    bank.data()[77] = Float.NaN;
    LayerLoader.Loaded loaded = load(TestData.npy(folder.resolve("w.npy"), bank));
    WeightsDigest whole = new WeightsDigest(bank.shape());
    whole.add(bank.data());
    whole.add(Filter.of(bank).bias());
    assertTrue(loaded.bank() instanceof Bank.Place);
    assertEquals(whole.finish(), loaded.digest());
    assertEquals(1, loaded.notFinite());
  }

  @Test
  void bankThatChangesWhileTheRunGoesOnIsNoticed() throws IOException {
    Path file = TestData.npy(folder.resolve("w.npy"), TestData.random(3, 1000, 513, 3, 3));
    ConvOperation operation = new ConvOperation(load(file).bank(), OPTIONS, "auto", Pool.NONE);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[4]), channel.size() - 4);
    }
    Storage storage = new Storage(new Configuration());
    SharedLayer layer = new SharedLayer(operation);
    layer.hold(new Range(0, 500), storage).close();
    IOException failure =
        assertThrows(IOException.class, () -> layer.hold(new Range(500, 1000), storage));
    assertEquals(
        "weights have changed since the run began: path=" + file + ", outputChannels=[448, 1000)",
        failure.getMessage());
  }

  @Test
  void tasksOfOneBlockShareItAndTheNextBlockTakesItsPlace() throws IOException {
    Path file = TestData.npy(folder.resolve("w.npy"), TestData.random(4, 1000, 513, 3, 3));
    SharedLayer layer =
        new SharedLayer(new ConvOperation(load(file).bank(), OPTIONS, "auto", Pool.NONE));
    Storage storage = new Storage(new Configuration());
    Range first = new Range(0, 512);
    SharedLayer.Hold one = layer.hold(first, storage);
    SharedLayer.Hold other = layer.hold(first, storage);
    assertEquals(one.layer(), other.layer());
    one.close();
    other.close();
    SharedLayer.Hold again = layer.hold(first, storage);
    assertEquals(one.layer(), again.layer());
    again.close();
    layer.hold(new Range(512, 1000), storage).close();
    SharedLayer.Hold anew = layer.hold(first, storage);
    assertTrue(anew.layer() != one.layer());
    anew.close();
  }

  private static LayerLoader.Loaded load(Path weights) throws IOException {
    return LayerLoader.load(
        new Storage(new Configuration()),
        new LayerRequest(weights.toString(), Optional.empty(), OPTIONS, "auto", Pool.NONE));
  }

  private static Tensor input() {
    return TestData.random(5, CHANNELS, SIDE, SIDE);
  }

  /** Some channels of the map (C, H, W), by a kernel that is given no others. */
  private static float[] byKernel(String name, Tensor bank, Range channels) {
    int each = CHANNELS * 9;
    Filter some =
        Filter.of(
            new Tensor(
                Shape.of(channels.length(), CHANNELS, 3, 3),
                Arrays.copyOfRange(bank.data(), channels.from() * each, channels.to() * each)));
    PreparedConv conv = new ConvLayer(some, OPTIONS, name).prepare(1, SIDE, SIDE);
    Block input = Block.zeros(Range.all(1), Range.all(CHANNELS), Range.all(SIDE), SIDE);
    Reorder.copy(input(), input);
    Range all = Range.all(channels.length());
    Block map = Block.zeros(Range.all(1), all, Range.all(SIDE), SIDE);
    conv.run(
        input,
        map,
        new ConvSlice(Range.all(1), all, Range.all(SIDE)),
        new float[conv.scratchpadFloats()]);
    float[] numbers = new float[channels.length() * SIDE * SIDE];
    int i = 0;
    for (int c = 0; c < channels.length(); c++) {
      for (int p = 0; p < SIDE * SIDE; p++) {
        numbers[i++] = map.data()[map.index(0, c, p / SIDE, p % SIDE)];
      }
    }
    return numbers;
  }

  private float[] channelsOf(String output, Range channels) throws IOException {
    Storage storage = new Storage(new Configuration());
    try (DataSet maps = DataSet.open(storage, folder.resolve(output).toString())) {
      int plane = SIDE * SIDE;
      float[] all = maps.read("conv", 0).data();
      assertEquals(FILTERS * plane, all.length);
      return Arrays.copyOfRange(all, channels.from() * plane, channels.to() * plane);
    }
  }

  private static void assertClose(float[] expected, float[] actual) {
    float largest = 0;
    float error = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      error = Math.max(error, Math.abs(expected[i] - actual[i]));
    }
    assertTrue(error <= 5e-5f * largest, "error=" + error + ", largest=" + largest);
  }

  /** The runs, in a JVM of its own. */
  static final class Job {
    private Job() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      String input = folder.resolve("x.npy").toString();
      try (JavaSparkContext sc = TestSpark.start("local[2]")) {
        new TestRun(folder.resolve("w.npy"), folder.resolve("automatic"), input).run(sc);
        new TestRun(folder.resolve("w.npy"), folder.resolve("cut"), input).grid("1x24x2").run(sc);
      }
    }
  }
}
