package io.convoy.job.bench;

import io.convoy.core.io.Compression;
import io.convoy.core.io.NpyFile;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.io.TensorWriter;
import io.convoy.core.io.Weights;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the jobs read, made once and kept: photos, tensors, filters, and the filters as a model for
 * the peer. All of it seeded.
 *
 * <p>Two thousand photos and as many tensors are made. A longer job reads them again under other
 * names, which are links, so that it needs no more of the disk.
 */
final class JobInputs {
  /** Photos that differ. */
  static final int PHOTOS = 2000;

  /** Tensors that differ. */
  static final int TENSORS = 2048;

  private static final Shape TENSOR = Shape.of(64, 56, 56);
  private static final int TENSORS_A_FILE = 256;
  private static final long SEED = 1;

  private final Path home;
  private final Path folder;

  /**
   * @param home the checkout, whose target folder has the photos to cut from
   */
  JobInputs(Path home) {
    this.home = home;
    this.folder = home.resolve("target/bench-inputs");
  }

  /** A folder with the job's records; a few more where they come in files of many. */
  Path records(BenchJob job, int count) throws IOException {
    if (job.input() == BenchJob.Input.TENSORS) {
      int files = (count + TENSORS_A_FILE - 1) / TENSORS_A_FILE;
      int distinct = Math.min(files, TENSORS / TENSORS_A_FILE);
      Path tensors = folder.resolve("tensors");
      for (int file = 0; file < distinct; file++) {
        tensors(tensors, file);
      }
      return linked(tensors, files, distinct);
    }
    int distinct = Math.min(count, PHOTOS);
    Path photos = home.resolve("target/bench-photos/" + PHOTOS);
    BenchPhotos.make(home.resolve("target/photos"), photos, distinct);
    return linked(photos, count, distinct);
  }

  /** A few records, to compare answers by. */
  Path sample(BenchJob job) throws IOException {
    return records(job, job.input() == BenchJob.Input.TENSORS ? 1 : 24);
  }

  /** The filters' file. */
  Path weights(BenchJob job) throws IOException {
    if (job.filters() == BenchJob.Filters.CLASSIC) {
      return home.resolve("conf/filters/classic.json");
    }
    boolean first = job.filters() == BenchJob.Filters.FIRST_LAYER;
    Shape shape = first ? Shape.of(64, 3, 3, 3) : Shape.of(64, 64, 3, 3);
    Path file = folder.resolve(first ? "first-layer.npy" : "middle-layer.npy");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Tensor weights = Tensor.zeros(shape);
      Random random = new Random(SEED);
      double scale = Math.sqrt(2.0 / (shape.elements() / 64.0));
      for (int i = 0; i < weights.data().length; i++) {
        weights.data()[i] = (float) (random.nextGaussian() * scale);
      }
      try (FileChannel channel = create(file)) {
        NpyFile.write(channel, weights);
      }
    }
    return file;
  }

  /** The same layer as a model. */
  Path model(BenchJob job) throws IOException {
    Path weights = weights(job);
    Path file = folder.resolve(job.label() + ".onnx");
    Files.createDirectories(folder);
    try (FileChannel channel = FileChannel.open(weights)) {
      Tensor filters = Weights.read(channel, weights.toString(), Optional.empty());
      Files.write(file, OnnxLayer.of(filters, job.pool()));
    }
    return file;
  }

  /** A file of tensors as a layer gives them behind a ReLU: half of the numbers are zero. */
  private static void tensors(Path tensors, int number) throws IOException {
    Path file = tensors.resolve(String.format("%05d.arrow", number));
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(tensors);
    Path unfinished = tensors.resolveSibling("tensors.unfinished");
    Random random = new Random(SEED + number);
    List<TensorColumn> columns = List.of(TensorColumn.fixed("map", TENSOR, List.of("C", "H", "W")));
    try (TensorWriter writer =
        OutputFormat.ARROW.open(create(unfinished), columns, Compression.NONE)) {
      Tensor tensor = Tensor.zeros(TENSOR);
      for (int i = 0; i < TENSORS_A_FILE; i++) {
        for (int n = 0; n < tensor.data().length; n++) {
          tensor.data()[n] = Math.max(0, 2 * random.nextFloat() - 1);
        }
        writer.append(number + "-" + i, tensor);
      }
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A folder of so many files, those of another and again and again. */
  private Path linked(Path originals, int count, int distinct) throws IOException {
    Path links = folder.resolve(originals.getFileName() + "-" + count);
    Files.createDirectories(links);
    try (Stream<Path> listed = Files.list(originals)) {
      List<Path> files = listed.sorted().limit(distinct).toList();
      for (int i = 0; i < count; i++) {
        Path original = files.get(i % distinct);
        String name = String.format("%02d-%s", i / distinct, original.getFileName());
        Path link = links.resolve(name);
        if (!Files.exists(link)) {
          Files.createLink(link, original);
        }
      }
    }
    return links;
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
  }
}
