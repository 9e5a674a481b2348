package io.convoy.job.execute;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.LayerOutline;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.serde.Bank;
import io.convoy.job.serde.ConvOperation;
import io.convoy.job.source.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The layer of a run in one executor. Weights that were sent whole are packed once for all tasks.
 * Of those that tasks read themselves, a block of output channels is read and packed once for all
 * tasks that compute it at the same time, and is kept for the next until one needs another: so an
 * executor never holds more blocks than it runs tasks.
 */
final class SharedLayer {
  private final ConvOperation operation;
  private final LayerOutline outline;
  private final Map<Range, Block> blocks = new LinkedHashMap<>();

  /** Some output channels, and how many tasks compute with them; read by the first of these. */
  private static final class Block {
    private int users;
    private ConvLayer layer;
  }

  SharedLayer(ConvOperation operation) {
    this.operation = operation;
    this.outline = operation.outline();
    if (operation.bank() instanceof Bank.Numbers numbers) {
      Block whole = new Block();
      whole.layer = new ConvLayer(numbers.filter(), operation.options(), operation.algorithm());
      blocks.put(Range.all(outline.outputChannels()), whole);
    }
  }

  /** A task's hold on some output channels; to be closed at its end. */
  final class Hold implements Closeable {
    private final Range channels;
    private final ConvLayer layer;

    private Hold(Range channels, ConvLayer layer) {
      this.channels = channels;
      this.layer = layer;
    }

    ConvLayer layer() {
      return layer;
    }

    /** Bytes of weights that were read for this task, or for another that shares them. */
    long bytes() {
      return operation.bank() instanceof Bank.Place
          ? Float.BYTES
              * outline.weights().elements()
              / outline.outputChannels()
              * channels.length()
          : 0;
    }

    @Override
    public void close() {
      release(channels);
    }
  }

  /**
   * The layer for a task that computes these output channels.
   *
   * @throws IOException where they can't be read, or are no longer what the driver read
   */
  Hold hold(Range outputChannels, Storage storage) throws IOException {
    if (!(operation.bank() instanceof Bank.Place place)) {
      Range all = Range.all(outline.outputChannels());
      return new Hold(all, take(all).layer);
    }
    int checked = Bank.Place.CHECKED;
    Range channels =
        new Range(
            outputChannels.from() / checked * checked,
            Math.min(
                outline.outputChannels(), (outputChannels.to() + checked - 1) / checked * checked));
    Block block = take(channels);
    try {
      // Tasks of one block wait for the first of them, those of others don't.
      synchronized (block) {
        if (block.layer == null) {
          block.layer = new ConvLayer(outline, channels, read(place, channels, storage));
        }
      }
      return new Hold(channels, block.layer);
    } catch (IOException | RuntimeException | Error e) {
      release(channels);
      throw e;
    }
  }

  private synchronized Block take(Range channels) {
    if (!blocks.containsKey(channels)) {
      blocks.values().removeIf(block -> block.users == 0);
      blocks.put(channels, new Block());
    }
    Block block = blocks.get(channels);
    block.users++;
    return block;
  }

  private synchronized void release(Range channels) {
    blocks.get(channels).users--;
  }

  private static Filter read(Bank.Place place, Range channels, Storage storage) throws IOException {
    WeightsFile file =
        new WeightsFile(storage, "weights", Storage.path(place.file()), place.tensor());
    Tensor weights;
    try {
      weights = file.part(channels);
    } catch (IllegalArgumentException e) {
      // The driver could read it.
      throw new IOException(e.getMessage(), e);
    }
    int checked = Bank.Place.CHECKED;
    int each = weights.data().length / channels.length();
    int[] checks = WeightsDigest.checks(weights.data(), each * checked);
    int first = channels.from() / checked;
    int[] expected = Arrays.copyOfRange(place.checks(), first, first + checks.length);
    Shape shape = weights.shape();
    if (!Arrays.equals(checks, expected)
        || !Arrays.equals(shape.extents(), 1, 4, place.shape().extents(), 1, 4)) {
      throw new IOException(
          "weights have changed since the run began: path="
              + place.file()
              + ", outputChannels="
              + channels);
    }
    return new Filter(weights, Arrays.copyOfRange(place.bias(), channels.from(), channels.to()));
  }
}
