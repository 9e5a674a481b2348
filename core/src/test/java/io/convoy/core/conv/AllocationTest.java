package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Reorder;
import io.convoy.core.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run allocates nothing once the compiler is done with it: no object for each pixel, each row or
 * each run, and above all no vector that was meant for a register.
 */
final class AllocationTest {
  private static final List<String> SPECS =
      List.of(
          "ic64ih14oc64oh14kh3ph1",
          "ic37ih17oc48oh17kh1kw7ph0pw3",
          "ic37ih17oc35oh17kh7kw1ph3pw0",
          "ic35ih9oc37oh9kh5kw1ph2pw0",
          "ic48ih8oc48oh8kh1kw3ph0pw1",
          "mb2ic3ih37oc33oh19kh7sh2ph3",
          "mb2ic5ih19iw83oc3oh19ow83kh3ph1",
          "ic67ih13oc129oh13kh1ph0",
          "mb2ic64ih13oc129oh13kh1ph0",
          "g5ic15ih17oc35oh17kh3ph1",
          "g40ic40ih23oc40oh23kh3ph1",
          "g23ic23ih13oc69oh13kh3ph1",
          "g300ic300ih13oc300oh7kh3sh2ph1",
          "g40ic40iw31oc40ow31kw7pw3");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int RUNS = 10;

  /** Enough for the compiler to take the check at the door seriously. */
  private static final int SMALL_RUNS = 20_000;

  /** Long enough for the compiler on a busy machine; nearly always it takes a second. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static List<Arguments> kernelsAndSpecs() {
    List<Arguments> cases = new ArrayList<>();
    for (ConvKernel kernel : ConvKernels.all()) {
      for (String line : SPECS) {
        ConvSpec spec = ConvSpec.parse(line);
        if (kernel.whyNot(spec).isEmpty()) {
          cases.add(Arguments.of(kernel.name(), spec));
        }
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("kernelsAndSpecs")
  void aRunAllocatesNothing(String kernel, ConvSpec spec) {
    PreparedConv conv =
        ConvKernels.choose(spec, kernel)
            .prepare(spec, Filter.of(Tensor.zeros(spec.weightsShape())));
    Block input = Reorder.toBlock(Tensor.zeros(spec.inputShape()));
    ConvSlice whole = spec.whole();
    Block output =
        Block.zeros(
            whole.images(),
            whole.outputChannels(),
            Range.all(spec.height().output()),
            spec.width().output());
    float[] scratchpad = new float[conv.scratchpadFloats()];

    ConvSlice corner = new ConvSlice(Range.all(1), Range.all(1), Range.all(1));
    for (int i = 0; i < SMALL_RUNS; i++) {
      conv.run(input, output, corner, scratchpad);
    }
    long allocated = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (allocated > 0 && System.nanoTime() - start < PATIENCE.toNanos()) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        conv.run(input, output, whole, scratchpad);
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    long bytes = allocated;
    assertTrue(bytes == 0, () -> RUNS + " runs allocate " + bytes + " bytes");
  }
}
