package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.model.TestNetworks.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that run the same images together make what one thread makes. */
final class CrewTest {
  static float[][] run(Network network, int images, float[] input, List<Arena> arenas)
      throws InterruptedException, ExecutionException {
    float[][] outputs = new float[network.outputs().size()][];
    for (int i = 0; i < outputs.length; i++) {
      long each = network.outputs().get(i).shape().elements();
      outputs[i] = new float[Math.toIntExact(images * each)];
    }
    List<Callable<Void>> members = new ArrayList<>();
    for (Arena arena : arenas) {
      members.add(
          () -> {
            network.run(images, new float[][] {input}, outputs, arena);
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(arenas.size());
    try {
      for (Future<Void> member : threads.invokeAll(members)) {
        member.get();
      }
    } finally {
      threads.shutdown();
    }
    return outputs;
  }

  @ParameterizedTest
  @MethodSource("io.convoy.core.model.NetworkAgreementTest#networks")
  void bitsDependOnNeitherThreadsNorBatch(String name) throws Exception {
    Example example = TestNetworks.all().get(name);
    Model model = NetworkAgreementTest.model(example);
    Network network = Network.compile(model, NetworkRequest.of(model, example.image()));
    float[] input = NetworkAgreementTest.images(8, example.image());
    float[] expected = NetworkAgreementTest.run(network, 8, input, network.arena(8))[0];
    int each = expected.length / 8;
    for (int images : new int[] {1, 3, 8}) {
      for (int threads : new int[] {1, 2, 3}) {
        float[] actual = run(network, images, input, network.arenas(images, threads))[0];
        assertArrayEquals(
            Arrays.copyOf(expected, images * each),
            actual,
            () -> name + ", images=" + images + ", threads=" + threads);
      }
    }
  }

  @Test
  void activationsAreSharedAndCountedOnce() throws IOException {
    Example example = TestNetworks.all().get("residual");
    Model model = NetworkAgreementTest.model(example);
    Network network = Network.compile(model, NetworkRequest.of(model, example.image()));
    List<Arena> arenas = network.arenas(2, 2);
    assertEquals(network.arenaBytes(2), arenas.get(0).bytes());
    assertTrue(arenas.get(1).bytes() < arenas.get(0).bytes());
  }

  @Test
  void aThreadThatFailsEndsTheOthers() {
    Crew crew = new Crew(2);
    Run run = Run.whole(0, 1, new float[0][], new float[0][], null);
    Step failing = new Doomed(true);
    assertThrows(UnsupportedOperationException.class, () -> crew.run(failing, run, 0));
    Step quiet = new Doomed(false);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> crew.run(quiet, run, 1));
    assertEquals("another thread that ran the same images failed", e.getMessage());
  }

  private record Doomed(boolean fails) implements Step {
    @Override
    public void run(Run run) {
      if (fails) {
        throw new UnsupportedOperationException("a step that fails");
      }
    }

    @Override
    public List<Place> places() {
      return List.of();
    }
  }
}
