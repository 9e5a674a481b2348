package io.convoy.job.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.LayerOutline;
import io.convoy.core.cost.CostModel.Source;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the planner chooses, and what it predicts of its choice. */
class GridSearchTest {
  @Test
  void manyImagesAreCutByImagesAlone() {
    for (int cores : new int[] {1, 2, 8, 64}) {
      ConvPlan plan = plan(layer(64, 3, 3), 100_000, 3, 224, on(1, cores, MemoryLimit.NONE));
      assertFalse(plan.grid().cutsRecords(), plan.grid().toString());
      assertTrue(plan.grid().images() >= 2 * cores, plan.grid().toString());
    }
  }

  @Test
  void littleIsUnderWayWhenADriverDiesUnlessTasksAreShort() {
    for (int cores : new int[] {1, 2, 8}) {
      for (int records : new int[] {500, 2_000, 10_000, 200_000}) {
        Prediction choice =
            plan(layer(64, 3, 3), records, 3, 224, on(1, cores, MemoryLimit.NONE))
                .choice()
                .chosen();
        double task = choice.taskSeconds() / choice.tasks();
        assertTrue(
            choice.tasks() >= 11 * cores || task < 0.3,
            choice.grid() + " on " + cores + ", records=" + records + ", task=" + task);
        assertTrue(
            choice.start() < 0.1 * choice.taskSeconds(),
            choice.grid() + ", start=" + choice.start() + " of " + choice.taskSeconds());
      }
    }
  }

  @Test
  void largeImageThatIsReadByRowsIsSharedByTheCores() {
    RecordSizes sizes = new RecordSizes();
    sizes.add(1, 400_000_000, 1, 20_000, 20_000);
    Handling handling =
        new Handling(
            OnError.FAIL,
            Optional.empty(),
            Pool.NONE,
            InputMix.of(Source.TENSOR, 1),
            OutputFormat.ARROW);
    ConvPlan plan = Planner.plan(layer(16, 1, 3), sizes, handling, on(1, 2, MemoryLimit.NONE));
    assertTrue(plan.grid().rows() >= 2, plan.grid().toString());
    assertEquals(1, plan.grid().channels(), plan.grid().toString());
    assertTrue(plan.memory().total() < 128L << 20, plan.memory().toString());
  }

  @Test
  void bankThatATaskCantHoldIsCutByItsChannels() {
    LayerOutline layer = new LayerOutline(Shape.of(65_536, 64, 3, 3), ConvOptions.PLAIN, "auto");
    BankUse use = BankUse.of(layer.weights(), 1, true);
    assertEquals(BankUse.READ_BY_TASKS, use);
    RecordSizes sizes = new RecordSizes();
    sizes.add(1, 64 * 56 * 56, 64, 56, 56);
    Handling handling =
        new Handling(
            OnError.FAIL,
            Optional.empty(),
            Pool.NONE,
            InputMix.of(Source.TENSOR, 1),
            OutputFormat.ARROW);
    Resources gibibyte = on(1, 2, MemoryLimit.ofHeap(1L << 30, 2, "--executor-memory"));
    ConvPlan plan = Planner.plan(layer, use, sizes, handling, gibibyte);
    assertTrue(plan.grid().channels() >= 4, plan.grid().toString());
    assertTrue(gibibyte.limit().allows(plan.memory()), plan.memory().toString());
    long part = 65_536L / plan.grid().channels() * 64 * 9 * Float.BYTES;
    assertTrue(plan.memory().weights() >= 5 * part, plan.memory().toString());
  }

  @Test
  void oneHeavyImageIsSharedByTheCoresWhereTheShufflePays() {
    RecordSizes sizes = new RecordSizes();
    sizes.add(1, 64 * 1024 * 1024, 64, 1024, 1024);
    InputMix file = InputMix.of(Source.TENSOR, 1);
    Resources cores = on(1, 8, MemoryLimit.NONE);
    ConvPlan pooled =
        Planner.plan(
            layer(256, 64, 3),
            sizes,
            new Handling(OnError.FAIL, Optional.empty(), Pool.AVG, file, OutputFormat.ARROW),
            cores);
    assertTrue(pooled.grid().units() >= 8, pooled.grid().toString());
    // A gigabyte of maps goes through a shuffle in any case: it is written as it comes.
    ConvPlan large = plan(layer(256, 64, 3), 1, 64, 1024, cores);
    assertTrue(large.grid().units() >= 8, large.grid().toString());
    // Of what is written whole, the shuffle takes longer than to compute it.
    ConvPlan whole = plan(layer(256, 64, 1), 1, 64, 200, cores);
    assertEquals(new Grid(1, 1, 1), whole.grid());
  }

  @Test
  void executorsOfOneMachineShareItsDisk() {
    Resources alone = on(2, 2, MemoryLimit.NONE);
    Resources shared = new Resources(alone.machine(), 2, 2, 1, MemoryLimit.NONE);
    ConvLayer many = layer(64, 4, 1);
    Prediction two = plan(many, 20_000, 4, 56, alone).choice().chosen();
    Prediction one = plan(many, 20_000, 4, 56, shared).choice().chosen();
    double disk = one.writtenBytes() / alone.machine().files().diskBytes();
    assertTrue(one.wall() > disk, one.wall() + " of a disk that takes " + disk);
    assertTrue(two.wall() < 0.6 * one.wall(), two.wall() + " on two, " + one.wall() + " on one");
  }

  @Test
  void oneLightImageIsLeftWhole() {
    ConvPlan plan = plan(layer(8, 3, 3), 1, 3, 32, on(1, 16, MemoryLimit.NONE));
    assertEquals(new Grid(1, 1, 1), plan.grid());
  }

  @Test
  void moreCoresAreNeverSlower() {
    double before = Double.MAX_VALUE;
    for (int cores = 1; cores <= 64; cores *= 2) {
      ConvPlan plan = plan(layer(64, 3, 3), 5000, 3, 224, on(1, cores, MemoryLimit.NONE));
      double wall = plan.choice().chosen().wall();
      // A disk that is busy from the start to the end is so for any number of them.
      assertTrue(
          wall <= 1.001 * before, "cores=" + cores + ", before=" + before + ", wall=" + wall);
      before = wall;
    }
  }

  @Test
  void runnerUpIsAnotherGridThatIsNotBetter() {
    Choice choice = plan(layer(64, 3, 3), 5000, 3, 224, on(1, 4, MemoryLimit.NONE)).choice();
    Prediction second = choice.runnerUp().orElseThrow();
    assertFalse(second.grid().equals(choice.chosen().grid()));
    assertTrue(choice.why().startsWith(second.grid() + " "), choice.why());
  }

  @Test
  void recordsAreCutWhereATaskHasTooLittleMemoryForAWholeOne() {
    ConvLayer layer = layer(256, 16, 3);
    ConvPlan whole = plan(layer, 20, 16, 200, on(1, 2, MemoryLimit.NONE));
    assertFalse(whole.grid().cutsRecords(), whole.grid().toString());
    MemoryLimit less = MemoryLimit.ofTask(whole.memory().total() * 7 / 8);
    ConvPlan plan = plan(layer, 20, 16, 200, on(1, 2, less));
    assertTrue(plan.grid().cutsRecords(), plan.grid().toString());
    assertTrue(plan.memory().total() <= less.bytes());
  }

  @Test
  void memoryTooSmallForAnyGridNamesTheLeastAndTheOption() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> plan(layer(64, 3, 3), 10, 3, 2000, on(1, 2, MemoryLimit.ofTask(20 << 20))));
    assertTrue(
        refused
            .getMessage()
            .matches(
                "a task needs more memory than it has, with any grid: memory=20m,"
                    + " least=\\d+m with grid=\\d+x\\d+x\\d+; raise --task-memory"),
        refused.getMessage());
    long least = ByteSize.parse(refused.getMessage().replaceAll(".*least=(\\d+m).*", "$1"));
    ConvPlan plan = plan(layer(64, 3, 3), 10, 3, 2000, on(1, 2, MemoryLimit.ofTask(least)));
    assertTrue(plan.memory().total() <= least);
  }

  @Test
  void whatIsPlannedDoesNotGrowWithTheImages() {
    long start = System.nanoTime();
    ConvPlan plan = plan(layer(64, 3, 7), 1_000_000_000, 3, 224, on(1000, 8, MemoryLimit.NONE));
    assertTrue((System.nanoTime() - start) / 1e9 < 10);
    assertTrue(plan.tasks() <= GridSearch.MOST_TASKS, plan.grid().toString());
    assertTrue(plan.tasks() >= 8000, plan.grid().toString());
  }

  @Test
  void winogradsMultiplicationsAreFewer() {
    ConvPlan plan = plan(layer(64, 64, 3), 10, 64, 58, on(1, 2, MemoryLimit.NONE));
    assertTrue(plan.algorithms().containsKey("winograd6"));
    // 56 is six times 6 and four times 5, of 8 and of 7 points.
    int points = 6 * 8 + 4 * 7;
    long windows = 56 * 56 * 9;
    assertEquals(plan.work().multiplyAdds() / windows * points * points, plan.multiplications());
  }

  private static Resources on(int executors, int cores, MemoryLimit limit) {
    return new Resources(TypicalMachine.of(cores), executors, cores, limit);
  }

  private static ConvLayer layer(int outputs, int inputs, int kernel) {
    return new ConvLayer(
        Filter.of(Tensor.zeros(Shape.of(outputs, inputs, kernel, kernel))),
        ConvOptions.PLAIN,
        "auto");
  }

  private static ConvPlan plan(
      ConvLayer layer, long records, int channels, int side, Resources resources) {
    RecordSizes sizes = new RecordSizes();
    sizes.add(records, (long) channels * side * side, channels, side, side);
    Source source = channels == 3 ? Source.JPEG : Source.TENSOR;
    return Planner.plan(
        layer,
        sizes,
        new Handling(
            OnError.FAIL,
            Optional.empty(),
            Pool.NONE,
            InputMix.of(source, records),
            OutputFormat.ARROW),
        resources);
  }
}
