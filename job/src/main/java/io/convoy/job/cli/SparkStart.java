package io.convoy.job.cli;

import io.convoy.core.simd.SimdCheck;
import io.convoy.job.execute.RunException;
import io.convoy.job.source.Storage;
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
    return new JavaSparkContext(conf);
  }

  /** File systems as a run on Spark would see them, for a command that needs no Spark. */
  static Storage storage() {
    return new Storage(SparkHadoopUtil.get().newConfiguration(new SparkConf()));
  }
}
