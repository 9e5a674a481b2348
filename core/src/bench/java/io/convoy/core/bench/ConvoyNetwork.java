package io.convoy.core.bench;

import io.convoy.core.model.Arena;
import io.convoy.core.model.Network;
import io.convoy.core.model.NetworkRequest;
import io.convoy.core.model.StepTimes;
import io.convoy.core.tensor.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network as we run it: the images of a batch are shared out among the threads, and a thread runs
 * as many at once as the network likes best. Fewer images than threads are run by all of them
 * together.
 */
final class ConvoyNetwork implements AutoCloseable {
  private final Network network;
  private final List<Part> parts = new ArrayList<>();
  private final List<Arena> together;
  private final ThreadTeam team;
  private final int batch;

  /** One thread's images. */
  private final class Part {
    private final Arena arena;
    private final List<Chunk> chunks = new ArrayList<>();

    Part(float[] images, Range own) {
      this(images, own, network.arena(preferred(own)));
    }

    Part(float[] images, Range own, Arena arena) {
      int most = arena.images();
      this.arena = arena;
      for (int from = own.from(); from < own.to(); from += most) {
        chunks.add(new Chunk(images, new Range(from, Math.min(own.to(), from + most))));
      }
    }

    void run() {
      for (Chunk chunk : chunks) {
        network.run(chunk.images, chunk.inputs, chunk.outputs, arena);
      }
    }
  }

  /** Images that are run at once. */
  private final class Chunk {
    private final int images;
    private final float[][] inputs;
    private final float[][] outputs;

    Chunk(float[] all, Range range) {
      this.images = range.length();
      int elements = Math.toIntExact(network.inputs().get(0).shape().elements());
      this.inputs =
          new float[][] {Arrays.copyOfRange(all, range.from() * elements, range.to() * elements)};
      this.outputs = new float[network.outputs().size()][];
      for (int o = 0; o < outputs.length; o++) {
        long each = network.outputs().get(o).shape().elements();
        outputs[o] = new float[Math.toIntExact(images * each)];
      }
    }
  }

  ConvoyNetwork(NetworkFile file, float[] images, int batch, int threads) {
    this.network = Network.compile(file.model(), NetworkRequest.of(file.model(), file.image()));
    this.batch = batch;
    if (batch < threads) {
      this.together = network.arenas(batch, threads);
      this.parts.add(new Part(images, Range.all(batch), together.get(0)));
      this.team = new ThreadTeam(threads, this::runTogether);
      return;
    }
    this.together = List.of();
    for (int thread = 0; thread < threads; thread++) {
      Range own = Range.part(batch, threads, thread);
      if (own.length() > 0) {
        parts.add(new Part(images, own));
      }
    }
    this.team = new ThreadTeam(parts.size(), part -> parts.get(part).run());
  }

  private int preferred(Range own) {
    return Math.max(1, Math.min(network.preferredImages(), own.length()));
  }

  private void runTogether(int thread) {
    Chunk all = parts.get(0).chunks.get(0);
    network.run(all.images, all.inputs, all.outputs, together.get(thread));
  }

  Network network() {
    return network;
  }

  void run() {
    team.run();
  }

  /** One output of all images. */
  float[] output(int index) {
    int elements = Math.toIntExact(network.outputs().get(index).shape().elements());
    float[] output = new float[batch * elements];
    int at = 0;
    for (Part part : parts) {
      for (Chunk chunk : part.chunks) {
        float[] own = chunk.outputs[index];
        System.arraycopy(own, 0, output, at, own.length);
        at += own.length;
      }
    }
    return output;
  }

  /** What all threads hold activations in. */
  long arenaBytes() {
    return parts.stream().mapToLong(part -> network.arenaBytes(part.arena.images())).sum();
  }

  /** Milliseconds an image of each step, in one thread, averaged over so many runs. */
  double[] stepMillis(int runs) {
    StepTimes times = new StepTimes(network);
    Part part = parts.get(0);
    int images = 0;
    for (int run = 0; run < runs; run++) {
      for (Chunk chunk : part.chunks) {
        network.run(chunk.images, chunk.inputs, chunk.outputs, part.arena, times);
        images += chunk.images;
      }
    }
    double[] millis = new double[network.steps().size()];
    for (int step = 0; step < millis.length; step++) {
      millis[step] = times.nanos(step) / 1e6 / images;
    }
    return millis;
  }

  @Override
  public void close() {
    team.close();
  }
}
