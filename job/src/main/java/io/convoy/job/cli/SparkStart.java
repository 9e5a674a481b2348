package io.convoy.job.cli;

import io.convoy.core.simd.SimdCheck;
import io.convoy.job.execute.RunException;
import io.convoy.job.source.Storage;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Starts Spark for a command that computes. */
final class SparkStart {
  /** What no run can do without; conf/spark-defaults.conf says why. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
          "spark.kryo.registrationRequired", "true",
          "spark.kryo.registrator", "io.convoy.job.serde.ConvoyRegistrator");

  /** What scripts/convoy sets where all that Spark says is to be heard. */
  private static final String LOG_LEVEL = "convoy.log.level";

  private SparkStart() {}

  /**
   * A context with what Convoy needs, whatever spark-submit was told.
   *
   * @throws RunException where this JVM can't compute, or there is no such master
   */
  static JavaSparkContext context() throws RunException {
    Optional<String> missing = SimdCheck.whatIsMissing();
    if (missing.isPresent()) {
      throw new RunException(missing.get());
    }
    SparkConf conf =
        new SparkConf()
            .setIfMissing("spark.master", "local[*]")
            .setIfMissing("spark.app.name", "convoy")
            .setIfMissing("spark.executor.defaultJavaOptions", SimdCheck.COMPILER_FLAG);
    SETTINGS.forEach(conf::set);
    StandaloneMaster.check(conf.get("spark.master"));
    return System.getProperty(LOG_LEVEL) == null
        ? new QuietlyEnding(conf)
        : new JavaSparkContext(conf);
  }

  /**
   * A context whose end is not heard. An answer of an executor that comes in meanwhile meets pools
   * that take no more work, and Scala prints the trace of that to {@link System#err}, past the log.
   */
  private static final class QuietlyEnding extends JavaSparkContext {
    QuietlyEnding(SparkConf conf) {
      super(conf);
    }

    @Override
    public void close() {
      PrintStream heard = System.err;
      System.setErr(new PrintStream(OutputStream.nullOutputStream()));
      try {
        super.close();
      } finally {
        System.setErr(heard);
      }
    }
  }

  /** File systems as a run on Spark would see them, for a command that needs no Spark. */
  static Storage storage() {
    return new Storage(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
  }
}
