package io.convoy.job.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** What runs here: Convoy, the Spark beneath it, and the Java beneath both. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return all().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toArray(String[]::new);
  }

  /** Name and version, Convoy first. */
  static Map<String, String> all() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put(
        "convoy",
        Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
            .orElse("development"));
    versions.put("spark", package$.MODULE$.SPARK_VERSION());
    versions.put("java", Runtime.version().toString());
    return versions;
  }
}
