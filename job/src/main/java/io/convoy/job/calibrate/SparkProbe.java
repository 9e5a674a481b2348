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
  private static final int PIECES = 40;
  private static final int PIECE_CHANNELS = 64;

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

  /** Bytes that a core shuffles in a second, both ends. */
  double shuffledBytes() {
    shuffle();
    return Math.max(shuffle(), shuffle());
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

  private double shuffle() {
    int cores = sc.defaultParallelism();
    List<Integer> parts = new ArrayList<>(IntStream.range(0, cores).boxed().toList());
    long start = System.nanoTime();
    long bytes =
        sc.parallelize(parts, cores)
            .mapPartitionsToPair(SparkProbe::pieces)
            .repartitionAndSortWithinPartitions(new HashPartitioner(cores))
            .mapPartitions(SparkProbe::bytes)
            .reduce(Long::sum);
    return bytes / ((System.nanoTime() - start) / 1e9) / cores;
  }

  /** Noise, which no compression makes smaller, as feature maps. */
  private static Iterator<Tuple2<PieceKey, Message>> pieces(Iterator<Integer> part) {
    int number = part.next();
    float[] noise = new float[PIECE_CHANNELS * 56 * 56];
    Random random = new Random(number);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextFloat();
    }
    Block block = new Block(Range.all(1), Range.all(PIECE_CHANNELS), Range.all(56), 56, noise);
    return IntStream.range(0, PIECES)
        .mapToObj(
            piece ->
                new Tuple2<>(
                    new PieceKey(number, piece, 0),
                    (Message) new Message.Piece("record", 56, block)))
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
