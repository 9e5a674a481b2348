package io.convoy.job.plan;

import io.convoy.core.cost.CostModel;
import io.convoy.core.cost.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the grid by which a run is over first, among those whose tasks fit their memory.
 *
 * <p>A grid's time is the longest path: listing, the tasks that compute in as many waves as the
 * cores need, the tasks that join where records are cut, and the commit. What a grid changes:
 *
 * <ul>
 *   <li>more parts of the images wait less for the last task, and each costs a task's start, a file
 *       and a rename;
 *   <li>parts of channels or rows let several cores share a record, and each reads the record
 *       again, lays it out again, and sends its piece through a shuffle.
 * </ul>
 *
 * <p>Tasks are taken to differ by a fifth in their time, whatever was predicted, so that a few more
 * of them are better than as many as cores. What a task has done is lost with its driver, so that a
 * twelfth of the work at most should be under way, as far as the start of so many tasks doesn't
 * cost more than that. There are never more than {@link #MOST_TASKS}.
 */
final class GridSearch {
  /**
   * A driver starts about a thousand tasks a second and keeps some ten kilobytes of each, so that
   * so many take it two minutes and a gigabyte.
   */
  static final int MOST_TASKS = 100_000;

  /** Bytes of the driver, a task. */
  private static final long TASK_BYTES = 10_000;

  /** Bytes of the driver, a file that is listed: its name, most of all. */
  private static final long FILE_BYTES = 200;

  /** Seconds of the driver, a task: to send it, and to take its result. */
  private static final double DRIVER_SECONDS = 1e-3;

  /** By how much of its time a task may be late. */
  private static final double LATENESS = 0.2;

  /**
   * Of the tasks' time, how much should at most be under way on each core: a run that is resumed
   * after half of its work then does less than sixty hundredths of it again.
   */
  private static final double UNDER_WAY = 1.0 / 12;

  /**
   * Where records are cut, parts are finished by the job, and a job has two rounds of the cores.
   */
  private static final double ROUNDS_OF_A_JOB = 2;

  /** Seconds to find one file in a folder that is listed. */
  private static final double LISTED_FILE = 1e-5;

  /** Folders are listed side by side; a folder is taken to hold a thousand files. */
  private static final int MOST_LISTERS = 64;

  private static final int FILES_A_FOLDER = 1000;

  /** Seconds for a number of the weights: reading, digesting or packing, and sending it. */
  private static final double WEIGHT_SECONDS = 3e-8;

  /** Parts of the images, as multiples of the cores. */
  private static final double[] TASKS_PER_CORE = {
    0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128
  };

  private final Workload work;
  private final Handling handling;
  private final Resources resources;
  private final CostModel model;
  private final long records;
  private final int channels;
  private final int rows;
  private final long weights;

  /**
   * @param records of the run, those that don't fit included, at least 1
   * @param channels output channels of a record
   * @param rows output rows of the highest record
   * @param weights numbers of the bank
   */
  GridSearch(
      Workload work,
      Handling handling,
      Resources resources,
      long records,
      int channels,
      int rows,
      long weights) {
    this.work = work;
    this.handling = handling;
    this.resources = resources;
    this.model = new CostModel(resources.machine());
    this.records = records;
    this.channels = channels;
    this.rows = rows;
    this.weights = weights;
  }

  /**
   * The choice.
   *
   * @throws IllegalArgumentException where no grid's tasks fit their memory
   */
  Choice choose() {
    if (handling.grid().isPresent()) {
      Prediction forced =
          predict(GridChooser.fit(handling.grid().get(), records, channels, Math.max(1, rows)));
      if (!resources.limit().allows(forced.memory())) {
        throw tooLittle(List.of(forced), "the grid that was asked for");
      }
      return new Choice(forced, Optional.empty(), "it was asked for", resources);
    }
    List<Prediction> all = candidates().stream().map(this::predict).toList();
    List<Prediction> fitting =
        all.stream()
            .filter(candidate -> resources.limit().allows(candidate.memory()))
            .sorted(
                Comparator.comparingDouble(GridSearch::score).thenComparingInt(Prediction::tasks))
            .toList();
    if (fitting.isEmpty()) {
      throw tooLittle(all, "any grid");
    }
    Prediction best = fitting.get(0);
    Optional<Prediction> second = fitting.stream().skip(1).findFirst();
    return new Choice(best, second, why(best, second, all.size() - fitting.size()), resources);
  }

  private List<Grid> candidates() {
    TreeSet<Integer> imageParts = new TreeSet<>();
    long most = Math.min(records, MOST_TASKS);
    for (double perCore : TASKS_PER_CORE) {
      imageParts.add((int) Math.max(1, Math.min(most, Math.round(perCore * resources.slots()))));
    }
    imageParts.add((int) Math.min(most, Math.max(1, records)));
    List<Grid> grids = new ArrayList<>();
    for (int images : imageParts) {
      for (int channel : partsOf(Math.max(1, channels / GridChooser.CHANNEL_BLOCK))) {
        for (int row : partsOf(Math.max(1, rows))) {
          if ((long) images * channel * row <= MOST_TASKS) {
            grids.add(new Grid(images, channel, row));
          }
        }
      }
    }
    return grids;
  }

  /** Powers of two, and all there are. */
  private static TreeSet<Integer> partsOf(int all) {
    TreeSet<Integer> parts = new TreeSet<>();
    for (int count = 1; count < Math.min(all, 4096); count *= 2) {
      parts.add(count);
    }
    parts.add(Math.min(all, 4096));
    return parts;
  }

  /** What a run with that grid takes. */
  Prediction predict(Grid grid) {
    Machine.Starts starts = resources.machine().starts();
    double speed = resources.machine().speedOfOne(resources.together());
    int slots = resources.slots();
    boolean cut = grid.cutsRecords() || work.shufflesMaps();
    double parts = (double) grid.channels() * grid.rows();
    double again = work.timesRead(grid);
    int joining = cut ? grid.images() : 0;
    int tasks = grid.units() + joining;
    long shuffled = cut ? work.rowBytes() : 0;

    double open = model.openSeconds(handling.inputs().count());
    double decode = (work.read() + open) * again / speed;
    double kernel = work.kernel() * work.kernelFactor(grid) + weightSeconds(grid);
    double convolve = (work.layout() * again + kernel + work.pool()) / speed;
    double shuffle = model.shuffleSeconds(shuffled) / speed;
    double files = grid.images() * starts.partSeconds() + model.writeSeconds(work.writtenBytes());
    double start = tasks * starts.taskSeconds();
    double alone = (work.place() + files) / speed;
    // Tasks that join have nothing else to do while the disk is busy with what others wrote.
    double meanwhile = cut ? shuffle / 2 : decode + convolve + start;
    double write = alone + waiting(Math.min(slots, grid.images()), meanwhile + alone);

    // What a fresh JVM loses is lost on each core that has a task, and once.
    double fresh = Math.min(slots, grid.units());
    double freshWriters = Math.min(slots, grid.images());
    double firstShuffle = cut ? starts.firstShuffleSeconds() : 0;
    double firstDecode =
        (handling.inputs().hasImages() ? starts.firstReadSeconds() : 0)
            + (handling.inputs().hasTensors() ? starts.firstTensorsSeconds() : 0);
    double firstConvolve =
        starts.firstConvolveSeconds() + (work.transforms() ? starts.firstTransformSeconds() : 0);
    double firstOfACore = firstDecode + firstConvolve + firstShuffle + starts.firstWriteSeconds();
    double task =
        (decode + convolve + shuffle / 2 + (cut ? 0 : write)) / grid.units() + starts.taskSeconds();
    double computing = makespan(grid.units(), task, work.largest() / parts / speed);
    double join =
        cut
            ? starts.jobSeconds()
                + makespan(joining, (write + shuffle / 2) / joining + starts.taskSeconds(), 0)
            : 0;
    double path = Math.max(computing + join, tasks * DRIVER_SECONDS) + firstOfACore;
    long inputs = handling.inputs().count();
    double listers =
        Math.max(1, Math.min((double) inputs / FILES_A_FOLDER, Math.min(slots, MOST_LISTERS)));
    double list =
        starts.firstListSeconds()
            + starts.jobSeconds()
            + inputs * LISTED_FILE / listers
            + open / Math.min(slots, Math.max(1, inputs / 32.0))
            + weights * WEIGHT_SECONDS;
    double commit =
        starts.jobSeconds()
            + starts.firstRestSeconds()
            + (work.bank() == BankUse.SENT_WHOLE ? weights * WEIGHT_SECONDS : 0)
            + model.openSeconds(2L * grid.images());
    double busy = (decode + convolve + shuffle + write + start) / slots + firstOfACore;
    return new Prediction(
        grid,
        tasks,
        list,
        decode + fresh * firstDecode,
        convolve + fresh * firstConvolve,
        shuffle + fresh * firstShuffle,
        write + freshWriters * starts.firstWriteSeconds(),
        start,
        commit,
        list + path + commit,
        Math.max(0, path - busy),
        LATENESS * task,
        Math.max(0, computing * (1 / rounds(grid) - UNDER_WAY)),
        shuffled,
        work.writtenBytes(),
        tasks * TASK_BYTES + inputs * FILE_BYTES,
        work.memory(grid, (records + grid.images() - 1) / grid.images()));
  }

  /** Tasks that read weights themselves do so once for each part of the images and rows. */
  private double weightSeconds(Grid grid) {
    return work.bank() == BankUse.READ_BY_TASKS
        ? (double) grid.images() * grid.rows() * weights * WEIGHT_SECONDS
        : 0;
  }

  /**
   * Seconds that all tasks together wait for disks: what is written keeps each machine's disk busy
   * for so long, and whoever has nothing else to do by then waits.
   *
   * @param writers tasks that write at the same time
   * @param busy seconds of all these tasks that go by anyhow
   */
  private double waiting(int writers, double busy) {
    double disk = model.diskSeconds(work.writtenBytes()) / resources.machines();
    return Math.max(0, writers * disk - busy);
  }

  /** Seconds from the first start to the last end of equal tasks. */
  private double makespan(int tasks, double seconds, double largest) {
    long waves = (tasks + resources.slots() - 1L) / resources.slots();
    return Math.max(waves * seconds, tasks * seconds / resources.slots() + largest);
  }

  /** How often a core finishes something that stays: a part, or its share of a job's parts. */
  private double rounds(Grid grid) {
    double units = (double) grid.units() / resources.slots();
    return Math.max(
        1, grid.cutsRecords() ? Math.min(units / ROUNDS_OF_A_JOB, grid.images()) : units);
  }

  /**
   * The time that decides: a task may be late or lost, and the longer it is the more that costs.
   */
  private static double score(Prediction candidate) {
    return candidate.wall() + candidate.late() + candidate.atRisk();
  }

  private String why(Prediction best, Optional<Prediction> second, int tooLarge) {
    String memory =
        tooLarge == 0
            ? ""
            : "; the tasks of " + tooLarge + " other grids would need more memory than they have";
    if (second.isEmpty()) {
      return "there is no other that does the work" + memory;
    }
    Prediction other = second.get();
    double[] more = {
      other.decode() - best.decode(),
      other.convolve() - best.convolve(),
      other.shuffle() - best.shuffle(),
      other.start() - best.start() + (other.commit() - best.commit()) * resources.slots(),
      (other.idle() + other.late() - best.idle() - best.late()) * resources.slots(),
      (other.atRisk() - best.atRisk()) * resources.slots()
    };
    String[] words = {
      "reads records more often",
      "computes more",
      "shuffles more",
      "has more tasks to start and files to place",
      "waits longer for the last task",
      "loses more with a driver that dies"
    };
    int most = 0;
    for (int i = 1; i < more.length; i++) {
      if (more[i] > more[most]) {
        most = i;
      }
    }
    return String.format(
        Locale.ROOT,
        "%s %s%s",
        other.grid(),
        more[most] > 0 ? words[most] : "is no faster",
        memory);
  }

  private IllegalArgumentException tooLittle(List<Prediction> candidates, String what) {
    MemoryLimit limit = resources.limit();
    Prediction least =
        candidates.stream()
            .min(Comparator.comparingLong(candidate -> limit.counted(candidate.memory())))
            .orElseThrow();
    return new IllegalArgumentException(
        "a task needs more memory than it has, with "
            + what
            + ": memory="
            + ByteSize.print(limit.bytes())
            + ", least="
            + ByteSize.print(limit.counted(least.memory()))
            + " with grid="
            + least.grid()
            + "; raise "
            + limit.option());
  }
}
