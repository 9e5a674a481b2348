package io.convoy.job.execute;

import io.convoy.core.conv.Filter;
import io.convoy.core.conv.LayerOutline;
import io.convoy.core.io.Weights;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.BankUse;
import io.convoy.job.plan.LayerRequest;
import io.convoy.job.serde.Bank;
import io.convoy.job.source.Storage;
import java.io.IOException;

/**
 * Reads the weights of a layer, on the driver: whole where they are sent to the executors,
 * otherwise once through, a few output channels at a time.
 */
public final class LayerLoader {
  /**
   * Bytes of a bank that is read through that are held at once, at least as many channels as are
   * checked.
   */
  private static final long PIECE_BYTES = 4L << 20;

  private LayerLoader() {}

  /**
   * What is known of a layer without its numbers.
   *
   * @param use how the weights come to the tasks
   */
  public record Headers(LayerOutline outline, BankUse use) {}

  /**
   * What a run needs to know of its weights.
   *
   * @param digest SHA-256 of shape and numbers
   * @param notFinite numbers that are NaN or infinite
   */
  record Loaded(Headers headers, Bank bank, String digest, long notFinite) {}

  /**
   * Reads the headers.
   *
   * @throws IllegalArgumentException where a file is missing, or not what it should be
   */
  public static Headers headers(Storage storage, LayerRequest request) throws IOException {
    return headers(WeightsFile.of(storage, "weights", request.weights()), request);
  }

  private static Headers headers(WeightsFile weights, LayerRequest request) {
    Weights.Outline file = weights.outline();
    LayerOutline outline = new LayerOutline(file.shape(), request.options(), request.algorithm());
    BankUse use = BankUse.of(file.shape(), request.options().groups(), file.readsParts());
    return new Headers(outline, use);
  }

  /**
   * Reads weights and bias.
   *
   * @throws IllegalArgumentException where a file is missing, or not what it should be
   */
  static Loaded load(Storage storage, LayerRequest request) throws IOException {
    WeightsFile weights = WeightsFile.of(storage, "weights", request.weights());
    Headers headers = headers(weights, request);
    Shape shape = headers.outline().weights();
    float[] bias = bias(storage, request, shape);
    WeightsDigest digest = new WeightsDigest(shape);
    Bank bank =
        switch (headers.use()) {
          case SENT_WHOLE -> {
            Tensor whole = weights.whole();
            digest.add(whole.data());
            yield new Bank.Numbers(new Filter(whole, bias));
          }
          case READ_BY_TASKS -> {
            int[] checks = readThrough(weights, shape, digest);
            yield new Bank.Place(weights.name(), weights.tensor(), shape, bias, checks);
          }
        };
    digest.add(bias);
    return new Loaded(headers, bank, digest.finish(), digest.notFinite());
  }

  private static float[] bias(Storage storage, LayerRequest request, Shape weights)
      throws IOException {
    if (request.bias().isEmpty()) {
      return Filter.bias(weights, new float[weights.extent(0)]);
    }
    Tensor bias = WeightsFile.of(storage, "bias", request.bias().get()).whole();
    if (bias.shape().rank() != 1) {
      throw new IllegalArgumentException("bias must have one dimension: shape=" + bias.shape());
    }
    return Filter.bias(weights, bias.data());
  }

  /** Digests all numbers; the checks of {@link Bank.Place}. */
  private static int[] readThrough(WeightsFile weights, Shape shape, WeightsDigest digest) {
    int channels = shape.extent(0);
    long each = shape.elements() / channels;
    int checked = Bank.Place.CHECKED;
    int[] checks = new int[(channels + checked - 1) / checked];
    int step = (int) Math.max(1, PIECE_BYTES / (Float.BYTES * each * checked)) * checked;
    for (int from = 0; from < channels; from += step) {
      Range piece = new Range(from, Math.min(channels, from + step));
      float[] numbers = weights.part(piece).data();
      digest.add(numbers);
      int[] own = WeightsDigest.checks(numbers, (int) each * checked);
      System.arraycopy(own, 0, checks, from / checked, own.length);
    }
    return checks;
  }
}
