package io.convoy.job.execute;

import io.convoy.core.conv.ConvKernels;
import io.convoy.job.plan.RunRequest;
import io.convoy.job.source.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.package$;

/**
 * All that decides about the bits of a run's output, but for its input files: the request, the
 * numbers that are computed with, and the code. Two runs of one fingerprint write the same.
 *
 * @param values by name, so that it can be said which differs
 */
record Fingerprint(Map<String, String> values) {
  /** What of a request says only where the output goes and what it meets there. */
  private static final Set<String> ELSEWHERE =
      Set.of("output.path", "output.existing", "output.restart");

  static Fingerprint of(RunRequest request, String digest) {
    Map<String, String> values = new TreeMap<>();
    flatten("", (Record) request, values);
    values.keySet().removeAll(ELSEWHERE);
    values.put("numbers.sha256", digest);
    values.put("code.version", Manifest.version());
    values.put("code.sha256", codeDigest());
    values.put("code.spark", package$.MODULE$.SPARK_VERSION());
    return new Fingerprint(values);
  }

  /**
   * The first value that differs from those of an earlier run, as {@code name=value, was=value}.
   */
  Optional<String> difference(Fingerprint earlier) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(earlier.values.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(values.get(name), earlier.values.get(name)))
        .findFirst()
        .map(name -> name + "=" + values.get(name) + ", was=" + earlier.values.get(name));
  }

  /** Each number and word of a record, and of the records in it, under its own name. */
  private static void flatten(String prefix, Record part, Map<String, String> values) {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      String name = prefix + component.getName();
      Object value;
      try {
        value = component.getAccessor().invoke(part);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record's component can be read: " + component, e);
      }
      if (value instanceof Optional<?> optional) {
        value = optional.isPresent() ? optional.get() : "none";
      }
      if (value instanceof Record inner && !declaresText(inner)) {
        flatten(name + ".", inner, values);
      } else {
        values.put(name, text(value));
      }
    }
  }

  /** Whether a record has a text of its own, such as a grid's, rather than the compiler's. */
  private static boolean declaresText(Record value) {
    return !value.toString().startsWith(value.getClass().getSimpleName() + "[");
  }

  private static String text(Object value) {
    return value instanceof float[] numbers ? Arrays.toString(numbers) : String.valueOf(value);
  }

  /** SHA-256 of the jar, or of the classes where they lie in folders. */
  private static String codeDigest() {
    MessageDigest digest = DurableFile.sha256();
    try {
      // Core and job are one jar, or two folders of classes.
      for (Path place : places(Fingerprint.class, ConvKernels.class)) {
        try (Stream<Path> files = Files.walk(place)) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            try (InputStream in = Files.newInputStream(file)) {
              byte[] chunk = new byte[1 << 16];
              for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
              }
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Convoy's own code can't be read: " + e.getMessage(), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Set<Path> places(Class<?>... classes) {
    Set<Path> places = new TreeSet<>();
    for (Class<?> each : List.of(classes)) {
      CodeSource source = each.getProtectionDomain().getCodeSource();
      try {
        places.add(Path.of(source.getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException("the place of a class is a file: " + source, e);
      }
    }
    return places;
  }
}
