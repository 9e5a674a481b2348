package io.convoy.job.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A whole run on a real HDFS: what is written there has the bits of what is written here. */
@EnabledIf("io.convoy.job.execute.MiniHdfs#fetched")
class HdfsTest {
  private static final int PHOTOS = 12;

  @TempDir private static java.nio.file.Path folder;

  private static MiniHdfs hdfs;
  private static FileSystem files;
  private static JavaSparkContext sc;
  private static java.nio.file.Path weights;

  @BeforeAll
  static void start() throws IOException {
    hdfs = MiniHdfs.start(folder);
    files = FileSystem.get(URI.create(hdfs.uri("/")), new Configuration());
    sc = TestSpark.start("local[2]");
    weights = TestData.npy(folder.resolve("w.npy"), TestData.random(1, 8, 3, 3, 3));
    for (int i = 0; i < PHOTOS; i++) {
      String name = (i % 2 == 0 ? "even/" : "odd/") + String.format("p%02d.png", i);
      TestData.photo(folder.resolve("photos").resolve(name), i, 24 + i, 32);
    }
    upload("photos");
    upload("w.npy");
  }

  @AfterAll
  static void stop() throws IOException {
    if (sc != null) {
      sc.close();
    }
    if (files != null) {
      files.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  @Test
  void photosOfFoldersAndPatternsGiveTheBitsOfLocalFiles() throws Exception {
    for (String input : List.of("/photos", "/photos/*/p0[0-5].png", "/photos/odd")) {
      TestRun there = remote("/maps" + input.length(), input).grid("3x2x1");
      there.run(sc);
      TestRun here = local("maps" + input.length(), folder + input).grid("2x1x1");
      here.run(sc);
      assertEquals(
          here.ids(),
          there.ids().stream().map(id -> id.replace(hdfs.uri("/"), folder + "/")).toList());
      assertEquals(here.digestOfNumbers(), there.digestOfNumbers(), input);
    }
  }

  /** Each of four tasks reads its quarter of a bank, and each of two its images of a batch. */
  @Test
  void banksAndBatchesAreReadByRange() throws Exception {
    TestData.npy(folder.resolve("bank.npy"), TestData.random(2, 1000, 513, 3, 3));
    TestData.npy(folder.resolve("batch.npy"), TestData.random(3, 4, 513, 3, 3));
    upload("bank.npy");
    upload("batch.npy");
    long bank = 4L * 1000 * 513 * 9;
    long before = bytesRead();
    TestRun there = new TestRun(hdfs.uri("/bank.npy"), hdfs.uri("/banked"), hdfs.uri("/batch.npy"));
    there.grid("1x4x1").run(sc);
    long read = bytesRead() - before;
    assertTrue(read < 2.5 * bank, "the driver reads it once, all tasks together once: " + read);
    TestRun here =
        new TestRun(
            folder.resolve("bank.npy"),
            folder.resolve("banked"),
            folder.resolve("batch.npy").toString());
    here.grid("2x1x1").run(sc);
    assertEquals(here.digestOfNumbers(), there.digestOfNumbers());
  }

  @Test
  void outputIsReplacedOnlyWhereThatIsAllowed() throws Exception {
    TestRun first = remote("/twice", "/photos/even");
    first.run(sc);
    String old = first.digestOfNumbers();
    TestRun second = remote("/twice", "/photos/odd");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> second.run(sc));
    assertEquals(
        "output exists, choose another or allow it to be overwritten: path=" + hdfs.uri("/twice"),
        refused.getMessage());
    assertEquals(old, first.digestOfNumbers());
    second.overwriting().run(sc);
    TestRun odd = local("odd-maps", folder + "/photos/odd");
    odd.run(sc);
    assertEquals(odd.digestOfNumbers(), second.digestOfNumbers());
    assertOnly("/twice");
  }

  @Test
  void driverThatDiesIsResumed() throws Exception {
    TestJvm.Result died =
        TestJvm.run(
            "-Xmx600m",
            DyingDriver.class,
            List.of(hdfs.uri("/w.npy"), hdfs.uri("/deaths/resumed"), hdfs.uri("/photos")));
    assertEquals(DyingDriver.EXIT, died.exit(), died.printed());
    assertFalse(files.exists(new Path("/deaths/resumed")));
    RunSummary summary = remote("/deaths/resumed", "/photos").grid("12x1x1").resuming().run(sc);
    assertTrue(summary.partsTakenOver() >= 4, "taken over: " + summary.partsTakenOver());
    TestRun whole = local("whole", folder + "/photos");
    whole.run(sc);
    assertEquals(whole.digestOfNumbers(), remote("/deaths/resumed", "/photos").digestOfNumbers());
    assertOnly("/deaths/resumed");
  }

  /** An output is there, whole, and nothing of its run beside it. */
  private static void assertOnly(String output) throws IOException {
    assertTrue(files.exists(new Path(output, "_SUCCESS")));
    List<String> left =
        Arrays.stream(files.listStatus(new Path(output).getParent()))
            .map(FileStatus::getPath)
            .map(Path::getName)
            .filter(name -> name.startsWith("."))
            .toList();
    assertEquals(List.of(), left);
  }

  private static TestRun remote(String output, String input) {
    return new TestRun(hdfs.uri("/w.npy"), hdfs.uri(output), hdfs.uri(input));
  }

  private static TestRun local(String output, String input) {
    return new TestRun(weights, folder.resolve("here").resolve(output), input);
  }

  private static void upload(String name) throws IOException {
    files.copyFromLocalFile(new Path(folder.resolve(name).toUri()), new Path("/" + name));
  }

  private static long bytesRead() {
    return FileSystem.getStatistics().get("hdfs").getBytesRead();
  }

  /** A driver that is gone when a third of its tasks are done. */
  static final class DyingDriver {
    static final int EXIT = 137;

    private DyingDriver() {}

    public static void main(String[] arguments) throws Exception {
      try (JavaSparkContext sc = TestSpark.start("local[1]")) {
        new TestRun(arguments[0], arguments[1], arguments[2])
            .grid("12x1x1")
            .resuming()
            .run(
                sc,
                new RunListener() {
                  @Override
                  public void progress(Progress progress) {
                    if (progress.tasks() >= 4) {
                      Runtime.getRuntime().halt(EXIT);
                    }
                  }
                });
      }
    }
  }
}
