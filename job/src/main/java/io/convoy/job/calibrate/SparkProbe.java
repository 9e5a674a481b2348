package io.convoy.job.calibrate;

import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.job.serde.Message;
import io.convoy.job.serde.PieceKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** Measures what Spark itself takes: jobs, tasks, shuffles. */
final class SparkProbe {
  private static final int TASKS = 200;

  /** Pieces of 0.8 MB that each core sends in a small shuffle, and in a large one. */
  private static final int FEW = 20;

  private static final int MANY = 160;

  private static final int PIECE_CHANNELS = 64;
  private static final int MAP = 56;

  private final JavaSparkContext sc;

  SparkProbe(JavaSparkContext sc) {
    this.sc = sc;
  }

  /** A Spark job, in seconds of the driver. */
  double jobSeconds() {
    int cores = sc.defaultParallelism();
    job(cores);
    return Math.min(job(cores), Math.min(job(cores), job(cores)));
  }

  /** A task, in seconds of a core. */
  double taskSeconds() {
    int cores = sc.defaultParallelism();
    job(TASKS);
    double seconds = Math.min(job(TASKS), job(TASKS)) - jobSeconds();
    return Math.max(1e-4, seconds * cores / (TASKS - cores));
  }

  /**
   * Bytes that a core shuffles in a second, both ends: by what a large shuffle takes longer than a
   * small one, which begins and ends likewise.
   */
  double shuffledBytes() {
    shuffle(MANY);
    double few = Math.min(shuffle(FEW), shuffle(FEW));
    double many = Math.min(shuffle(MANY), shuffle(MANY));
    double bytes = (double) Float.BYTES * PIECE_CHANNELS * MAP * MAP * (MANY - FEW);
    // Where something else slows the small one, the difference would be next to nothing.
    return bytes / Math.max(many - few, many / 2);
  }

  private double job(int tasks) {
    List<Integer> numbers = IntStream.range(0, tasks).boxed().toList();
    long start = System.nanoTime();
    long count =
        sc.parallelize(new ArrayList<>(numbers), tasks).map(number -> number + 1).collect().size();
    if (count != tasks) {
      throw new IllegalStateException("a task has one result: tasks=" + tasks + ", got=" + count);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Seconds of a shuffle in which each core sends so many pieces. */
  private double shuffle(int pieces) {
    int cores = sc.defaultParallelism();
    List<Integer> parts = new ArrayList<>(IntStream.range(0, cores).boxed().toList());
    long start = System.nanoTime();
    long bytes =
        sc.parallelize(parts, cores)
            .mapPartitionsToPair(part -> pieces(part, pieces))
            .repartitionAndSortWithinPartitions(new HashPartitioner(cores))
            .mapPartitions(SparkProbe::bytes)
            .reduce(Long::sum);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (bytes != (long) Float.BYTES * PIECE_CHANNELS * MAP * MAP * pieces * cores) {
      throw new IllegalStateException("what is sent arrives: bytes=" + bytes);
    }
    return seconds;
  }

  /** Noise, which no compression makes smaller, as feature maps. */
  private static Iterator<Tuple2<PieceKey, Message>> pieces(Iterator<Integer> part, int pieces) {
    int number = part.next();
    float[] noise = new float[PIECE_CHANNELS * MAP * MAP];
    Random random = new Random(number);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    Block block = new Block(Range.all(1), Range.all(PIECE_CHANNELS), Range.all(MAP), MAP, noise);
    return IntStream.range(0, pieces)
        .mapToObj(
            piece ->
                new Tuple2<>(
                    new PieceKey(number, piece, 0),
                    (Message) new Message.Piece("record", MAP, block)))
        .iterator();
  }

  private static Iterator<Long> bytes(Iterator<Tuple2<PieceKey, Message>> pieces) {
    long bytes = 0;
    while (pieces.hasNext()) {
      if (pieces.next()._2() instanceof Message.Piece piece) {
        bytes += (long) Float.BYTES * piece.block().data().length;
      }
    }
    return List.of(bytes).iterator();
  }
}
