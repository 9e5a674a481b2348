package io.convoy.job.execute;

import io.convoy.job.serde.ConvoyRegistrator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark for tests, with the serialisation of real runs. */
final class TestSpark {
  private TestSpark() {}

  static JavaSparkContext start(String master) {
    return start(master, new SparkConf());
  }

  static JavaSparkContext start(String master, SparkConf settings) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    SparkConf conf =
        settings
            .setMaster(master)
            .setAppName("convoy-test")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.extraClassPath", classPath);
    if (master.startsWith("local-cluster")) {
      makeSparkHome();
    }
    return new JavaSparkContext(ConvoyRegistrator.apply(conf));
  }

  /** Executors start where there is a folder of jars, be it empty. */
  private static void makeSparkHome() {
    try {
      Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
