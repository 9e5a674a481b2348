package io.convoy.job.bench;

import io.convoy.core.io.Compression;
import io.convoy.core.io.NpyFile;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.io.TensorWriter;
import io.convoy.core.io.Weights;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
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

  /** Large photos that differ. */
  private static final int LARGE_PHOTOS = 40;

  private static final int HUGE_SIDE = 12_000;

  /** Tensors that differ. */
  static final int TENSORS = 2048;

  private static final Shape TENSOR = Shape.of(64, 56, 56);

  /** Numbers of a file of tensors: 200 MB. */
  private static final long FILE_NUMBERS = 256 * TENSOR.elements();

  /** Files of tensors of one shape that differ. */
  private static final int FILES = 8;

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
    return job.input() == BenchJob.Input.TENSORS
        ? tensors(TENSOR, count)
        : photos(BenchPhotos.Sides.MIXED, count);
  }

  /** A few records, to compare answers by. */
  Path sample(BenchJob job) throws IOException {
    return records(job, job.input() == BenchJob.Input.TENSORS ? 1 : 24);
  }

  /** A folder with so many photos. */
  Path photos(BenchPhotos.Sides sides, int count) throws IOException {
    int distinct = Math.min(count, sides == BenchPhotos.Sides.LARGE ? LARGE_PHOTOS : PHOTOS);
    Path photos = folder.resolve("photos-" + sides.name().toLowerCase(Locale.ROOT));
    BenchPhotos.make(home.resolve("target/photos"), photos, sides, distinct);
    return linked(photos, count, distinct);
  }

  /** One tensor alone. */
  Path tensor(int channels, int side) throws IOException {
    Path file = folder.resolve("tensor-" + channels + "x" + side + ".npy");
    Files.createDirectories(folder);
    Tensor tensor = Tensor.zeros(Shape.of(channels, side, side));
    Random random = new Random(SEED);
    for (int n = 0; n < tensor.data().length; n++) {
      tensor.data()[n] = random.nextFloat();
    }
    try (FileChannel channel = create(file)) {
      NpyFile.write(channel, tensor);
    }
    return file;
  }

  /** Images of {@value #HUGE_SIDE} pixels square, as an array of bytes. */
  Path hugeImages(int count) throws IOException {
    Path images = Files.createDirectories(folder.resolve("huge-" + count));
    for (int image = 0; image < count; image++) {
      Path file = images.resolve(image + ".npy");
      if (!Files.exists(file)) {
        hugeImage(file, new Random(SEED + image));
      }
    }
    return images;
  }

  private static void hugeImage(Path file, Random random) throws IOException {
    String header =
        String.format(
            "{'descr': '|u1', 'fortran_order': False, 'shape': (3, %d, %d), }",
            HUGE_SIDE, HUGE_SIDE);
    // NumPy's format 1.0: magic, version, a length of two bytes, and a multiple of 64 in all.
    String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
    Path unfinished = file.resolveSibling("huge.unfinished");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
      out.write(padded.length() & 0xff);
      out.write(padded.length() >> 8);
      out.write(padded.getBytes(StandardCharsets.US_ASCII));
      byte[] row = new byte[HUGE_SIDE];
      for (int y = 0; y < 3 * HUGE_SIDE; y++) {
        random.nextBytes(row);
        out.write(row);
      }
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A folder with files of tensors, as many as hold so many records. */
  Path tensors(Shape shape, int count) throws IOException {
    int inFile = (int) Math.max(1, FILE_NUMBERS / shape.elements());
    int files = (count + inFile - 1) / inFile;
    int distinct = Math.min(files, FILES);
    Path tensors = folder.resolve("tensors-" + name(shape));
    for (int file = 0; file < distinct; file++) {
      tensors(tensors, shape, file, inFile);
    }
    return linked(tensors, files, distinct);
  }

  /** The filters' file. */
  Path weights(BenchJob job) throws IOException {
    return switch (job.filters()) {
      case CLASSIC -> home.resolve("conf/filters/classic.json");
      case FIRST_LAYER -> filters(Shape.of(64, 3, 3, 3));
      case MIDDLE_LAYER -> filters(Shape.of(64, 64, 3, 3));
    };
  }

  /** A file of normally distributed filters (O, I, KH, KW). */
  Path filters(Shape shape) throws IOException {
    Path file = folder.resolve("filters-" + name(shape) + ".npy");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Tensor weights = Tensor.zeros(shape);
      Random random = new Random(SEED);
      double scale = Math.sqrt(2.0 * shape.extent(0) / shape.elements());
      for (int i = 0; i < weights.data().length; i++) {
        weights.data()[i] = (float) (random.nextGaussian() * scale);
      }
      Path unfinished = folder.resolve("filters.unfinished");
      try (FileChannel channel = create(unfinished)) {
        NpyFile.write(channel, weights);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private static String name(Shape shape) {
    return Arrays.stream(shape.extents())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("x"));
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
  private static void tensors(Path tensors, Shape shape, int number, int count) throws IOException {
    Path file = tensors.resolve(String.format("%05d.arrow", number));
    if (Files.exists(file)) {
      return;
    }
    Files.createDirectories(tensors);
    Path unfinished = tensors.resolveSibling("tensors.unfinished");
    Random random = new Random(SEED + number);
    List<TensorColumn> columns = List.of(TensorColumn.fixed("map", shape, List.of("C", "H", "W")));
    try (TensorWriter writer =
        OutputFormat.ARROW.open(create(unfinished), columns, Compression.NONE)) {
      Tensor tensor = Tensor.zeros(shape);
      for (int i = 0; i < count; i++) {
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
