package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.convoy.job.plan.Budget;
import io.convoy.job.plan.RunRequest;
import io.convoy.job.serde.Unit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over many small files starts at once, and its driver holds little of each. */
class ManyFilesTest {
  private static final int FOLDERS = 100;
  private static final int FILES_OF_A_FOLDER = 100;

  /** What the driver may hold of a file. */
  private static final int BYTES_OF_A_FILE = 200;

  /** Seconds of processors, so that a machine that is busy with others changes nothing. */
  private static final double START_SECONDS = 5;

  @TempDir private Path folder;

  @Test
  void tenThousandFilesOfAHundredFoldersStartAtOnce() throws Exception {
    TestData.npy(folder.resolve("w.npy"), TestData.random(1, 4, 3, 3, 3));
    link(folder, FOLDERS, FILES_OF_A_FOLDER);
    TestJvm.Result result = TestJvm.run("-Xmx600m", Job.class, List.of(folder.toString()));
    assertEquals(0, result.exit(), result.printed());
    String[] figures = result.lastLine().split(" ");
    double bytes = Double.parseDouble(figures[0]);
    double seconds = Double.parseDouble(figures[1]);
    assertTrue(bytes < BYTES_OF_A_FILE, "bytes of the driver a file: " + bytes);
    assertTrue(seconds < START_SECONDS, "processor seconds to the first task: " + seconds);
  }

  /** Folders of one photo each under many names. */
  static void link(Path folder, int folders, int files) throws IOException {
    for (int f = 0; f < folders; f++) {
      Path into = Files.createDirectories(folder.resolve(String.format("photos/f%04d", f)));
      Path photo = TestData.photo(into.resolve("photo-000000.png"), f, 8 + f % 5, 9);
      for (int i = 1; i < files; i++) {
        Files.createLink(into.resolve(String.format("photo-%06d.png", i)), photo);
      }
    }
  }

  /** Prints bytes of the driver a file, and the seconds until tasks could start. */
  static final class Job {
    private static final OperatingSystemMXBean SYSTEM =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Job() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (JavaSparkContext sc = TestSpark.start("local[2]")) {
        Ready one = Ready.make(sc, request(folder, "photos/f0000"));
        long before = liveBytes();
        long begun = SYSTEM.getProcessCpuTime();
        Ready all = Ready.make(sc, request(folder, "photos"));
        double seconds = (SYSTEM.getProcessCpuTime() - begun) / 1e9;
        double bytes = liveBytes() - before;
        System.out.println(bytes / (all.files() - one.files()) + " " + seconds);
      }
    }

    private static RunRequest request(Path folder, String input) {
      return new TestRun(
              folder.resolve("w.npy"), folder.resolve("maps"), folder.resolve(input).toString())
          .request();
    }

    private static long liveBytes() {
      System.gc();
      long live = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
        live += left == null ? 0 : left.getUsed();
      }
      return live;
    }
  }

  /** What the driver holds while tasks run. */
  private record Ready(Prepared prepared, List<Unit> units) {
    static Ready make(JavaSparkContext sc, RunRequest request) throws Exception {
      Prepared prepared =
          Prepared.of(
              sc,
              sc.broadcast(new SerializableConfiguration(sc.hadoopConfiguration())),
              request,
              Budget.TYPICAL);
      return new Ready(prepared, prepared.units());
    }

    int files() {
      return prepared.files().size();
    }
  }
}
