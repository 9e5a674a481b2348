package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.simd.Simd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The bits of whole networks are the same at 128, 256 and 512 bits; each width is a JVM. */
final class NetworkWidthTest {
  @Test
  void bitsAreTheSameAtEveryWidth() throws IOException, InterruptedException {
    TreeMap<String, String> digests = new TreeMap<>();
    for (String bits : List.of("128", "256", "512")) {
      digests.put(bits, digests(bits));
    }
    assertEquals(digests.get("128"), digests.get("256"));
    assertEquals(digests.get("128"), digests.get("512"));
    assertEquals(TestNetworks.all().size(), digests.get("128").lines().count());
  }

  private static String digests(String bits) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java,
                "--add-modules=jdk.incubator.vector",
                "-Xmx512m",
                "-D" + Simd.BITS_PROPERTY + "=" + bits,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                NetworkWidthTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    assertTrue(exit == 0, () -> "the JVM with " + bits + " bits ended with " + exit);
    return text;
  }

  /** Prints one line a network: its name and a digest of every layer's bits. */
  public static void main(String[] args) throws IOException {
    for (var entry : TestNetworks.all().entrySet()) {
      Example example = entry.getValue();
      Model model = NetworkAgreementTest.model(example);
      Network network = NetworkAgreementTest.everyLayer(model, example.image());
      float[] input = NetworkAgreementTest.images(2, example.image());
      float[][] outputs = NetworkAgreementTest.run(network, 2, input, network.arena(2));
      System.out.println(entry.getKey() + " " + Arrays.deepHashCode(outputs));
    }
  }
}
