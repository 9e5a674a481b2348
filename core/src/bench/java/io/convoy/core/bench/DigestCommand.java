package io.convoy.core.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Prints one digest for each network: the bits of its outputs, which are the same in batches of any
 * number of images, with one thread and with two. Compared over JVMs by {@code scripts/same-bits}.
 */
@Command(
    name = "digest",
    description = "Prints a digest of each network's outputs; fails where batch or threads show.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class DigestCommand implements Callable<Integer> {
  private static final int[] BATCHES = {1, 3, 8};
  private static final int[] THREADS = {1, 2};

  @Option(
      names = "--only",
      arity = "1..*",
      paramLabel = "NAME",
      description = "Only these networks, as their files are called.")
  private List<String> only = List.of();

  @Option(
      names = "--networks",
      defaultValue = "${sys:convoy.bench.networks:-target/networks}",
      hidden = true,
      description = "Folder of the networks.")
  private Path folder;

  @Override
  public Integer call() throws IOException, NoSuchAlgorithmException {
    for (NetworkFile file : NetworkFile.in(folder, only)) {
      String first = null;
      for (int batch : BATCHES) {
        for (int threads : THREADS) {
          String digest = digest(file, batch, threads);
          if (first != null && !first.equals(digest)) {
            throw new IllegalStateException(
                "bits must depend on neither batch nor threads: network="
                    + file.name()
                    + ", batch="
                    + batch
                    + ", threads="
                    + threads);
          }
          first = digest;
        }
      }
      System.out.println(file.name() + " " + first);
    }
    return 0;
  }

  /** Of the outputs of all images of the largest batch, in batches of {@code batch}. */
  private static String digest(NetworkFile file, int batch, int threads)
      throws NoSuchAlgorithmException {
    int all = BATCHES[BATCHES.length - 1];
    float[] images = file.images(all);
    int each = images.length / all;
    MessageDigest[] digests = null;
    for (int from = 0; from < all; from += batch) {
      int count = Math.min(batch, all - from);
      float[] some = Arrays.copyOfRange(images, from * each, (from + count) * each);
      try (ConvoyNetwork network = new ConvoyNetwork(file, some, count, threads)) {
        network.run();
        int outputs = network.network().outputs().size();
        digests = digests == null ? digests(outputs) : digests;
        for (int i = 0; i < outputs; i++) {
          digests[i].update(bytes(network.output(i)));
        }
      }
    }
    MessageDigest together = MessageDigest.getInstance("SHA-256");
    for (MessageDigest one : digests) {
      together.update(one.digest());
    }
    return HexFormat.of().formatHex(together.digest());
  }

  private static MessageDigest[] digests(int count) throws NoSuchAlgorithmException {
    MessageDigest[] digests = new MessageDigest[count];
    for (int i = 0; i < count; i++) {
      digests[i] = MessageDigest.getInstance("SHA-256");
    }
    return digests;
  }

  private static byte[] bytes(float[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }
}
