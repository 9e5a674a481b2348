package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 3 on Spark: a run's memory is that of a task, not that of the data set. */
class BoundedMemoryTest {
  private static final String HEAP = "-Xmx600m";

  /**
   * What two tasks hold at most while they decode and convolve a photo of 512×512, so that it is
   * chance how much of it a sample sees. 900 kept outputs would be 236 MB, kept photos 2.8 GB.
   */
  private static final long IN_FLIGHT = 32L << 20;

  @TempDir private Path folder;

  @Test
  void peakIsTheSameForAThousandImagesAsForAHundred() throws Exception {
    TestData.npy(folder.resolve("w.npy"), TestData.random(1, 4, 3, 3, 3));
    Path photo = TestData.photo(folder.resolve("photo.jpg"), 1, 512, 512);
    for (int i = 0; i < 1000; i++) {
      Path file = folder.resolve(i < 100 ? "hundred" : "more").resolve(i + ".jpg");
      Files.createDirectories(file.getParent());
      Files.createLink(file, photo);
    }
    long hundred = peakOfRun("hundred");
    long thousand = peakOfRun("hundred", "more");
    assertTrue(
        thousand < hundred + IN_FLIGHT,
        "the peak must not grow with the images: hundred=" + hundred + ", thousand=" + thousand);
  }

  /** The most bytes of live objects that a run of these inputs held, in a fresh JVM of 600 MiB. */
  private long peakOfRun(String... inputs) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(folder.toString()));
    arguments.addAll(List.of(inputs));
    TestJvm.Result result = TestJvm.run(HEAP, Run.class, arguments);
    assertEquals(0, result.exit(), result.printed());
    return Long.parseLong(result.lastLine());
  }

  /** What the small JVM does. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      String[] inputs = new String[args.length - 1];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = folder.resolve(args[i + 1]).toString();
      }
      Path output = folder.resolve("maps-" + inputs.length + File.separator + "out");
      LiveHeap heap = new LiveHeap();
      try (JavaSparkContext sc = TestSpark.start("local[2]")) {
        TestRun run = new TestRun(folder.resolve("w.npy"), output, inputs).stride(4);
        run.grid("20x1x1").run(sc, heap);
      }
      System.out.println(heap.peak);
    }
  }

  /** Collects whenever a task ends, while others run, and keeps the most that was still there. */
  private static final class LiveHeap implements RunListener {
    private long peak;

    @Override
    public void progress(Progress progress) {
      System.gc();
      long live = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        // As the collection left it: the tasks have allocated since.
        MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
        live += left == null ? 0 : left.getUsed();
      }
      peak = Math.max(peak, live);
    }
  }
}
