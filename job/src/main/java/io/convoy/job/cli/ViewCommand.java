package io.convoy.job.cli;

import io.convoy.core.image.DecodedImage;
import io.convoy.core.image.ImageDecoder;
import io.convoy.core.image.ImageFormatException;
import io.convoy.core.io.TensorColumn;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.report.ContactSheet;
import io.convoy.job.report.RunReport;
import io.convoy.job.source.DataSet;
import io.convoy.job.source.Storage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws feature maps as a contact sheet. */
@Command(
    name = "view",
    description =
        "A picture of feature maps: one row a record, one column a channel; negative numbers blue,"
            + " positive ones orange, each channel with its own scale.",
    sortOptions = false,
    customSynopsis = "convoy view PATH --output FILE [OPTIONS]",
    footerHeading = "%nExamples:%n",
    footer = {
      "    convoy view maps --originals --output maps.png",
      "    convoy view maps --limit 4 --channels 0-7,12 --output some.png"
    })
final class ViewCommand implements Callable<Integer> {
  /** More columns than this don't fit on a screen. */
  private static final int COLUMNS = 16;

  private final Console console;

  @Parameters(
      paramLabel = "PATH",
      description =
          "A data set\'s folder, or an .arrow, .parquet, .npy, .safetensors or .json file.")
  private String path;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "The picture: .png or .jpg.")
  private String output;

  @Option(
      names = "--originals",
      description = "Put the image that a record was made from, which its id names, first.")
  private boolean originals;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "12",
      description = "Rows at most (default: ${DEFAULT-VALUE}).")
  private String limit;

  @Option(
      names = "--channels",
      paramLabel = "LIST",
      description =
          "Channels to show, counted from 0: 0-7,12 (default: the first " + COLUMNS + ").")
  private String channels;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column to show (default: the first).")
  private String column;

  @Option(
      names = "--cell",
      paramLabel = "PIXELS",
      defaultValue = "160",
      description = "Size of a map in the picture (default: ${DEFAULT-VALUE}).")
  private String cell;

  ViewCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    String format = format(output);
    Storage storage = SparkStart.storage();
    try (DataSet set = DataSet.open(storage, path)) {
      long rows = Math.min(set.records(), Words.count("limit", limit));
      if (rows == 0) {
        throw new IllegalArgumentException("there is nothing to show: records=0, path=" + path);
      }
      String shown = column(set);
      int all = maps(set.shape(shown, 0)).extent(0);
      int[] chosen =
          channels == null
              ? IntStream.range(0, Math.min(COLUMNS, all)).toArray()
              : Words.positions("channels", channels, all);
      String subtitle =
          String.format(
              Locale.ROOT,
              "column %s: %d of %d records, %d of %d channels",
              shown,
              rows,
              set.records(),
              chosen.length,
              all);
      ContactSheet sheet =
          new ContactSheet(path, subtitle, names(storage, all, chosen), Words.count("cell", cell));
      for (long row = 0; row < rows; row++) {
        String id = set.id(row);
        Tensor tensor = set.read(shown, row);
        sheet.add(
            lastPart(id), original(storage, id), tensor.reshaped(maps(tensor.shape())), chosen);
      }
      write(sheet.draw(), format);
    }
    console.out().println("picture " + output);
    return Failures.DONE;
  }

  private String column(DataSet set) {
    List<String> names = set.columns().stream().map(TensorColumn::name).toList();
    if (column != null && !names.contains(column)) {
      throw new IllegalArgumentException(
          "column must be one of " + String.join(", ", names) + ": column=" + column);
    }
    return column == null ? names.get(0) : column;
  }

  private List<String> names(Storage storage, int all, int[] chosen) throws IOException {
    List<String> known = RunReport.channels(storage, path);
    return IntStream.of(chosen)
        .mapToObj(channel -> known.size() == all ? known.get(channel) : "channel " + channel)
        .toList();
  }

  private Optional<DecodedImage> original(Storage storage, String id) throws IOException {
    if (!originals) {
      return Optional.empty();
    }
    try (InputStream file = Channels.newInputStream(storage.open(Storage.path(id)))) {
      return Optional.of(ImageDecoder.decode(file.readAllBytes()));
    } catch (ImageFormatException e) {
      throw new IllegalArgumentException(
          "--originals needs records that were made from images: id=" + id + ", " + e.getMessage(),
          e);
    }
  }

  private void write(BufferedImage picture, String format) throws IOException {
    Path file = Path.of(output).toAbsolutePath();
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageIO.write(picture, format, out);
    }
  }

  private static String format(String output) {
    String name = output.toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return "png";
    }
    if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
      return "jpg";
    }
    throw new IllegalArgumentException("a picture must be .png or .jpg: output=" + output);
  }

  /** (C, H, W), with ones for what the shape doesn\'t have; what stands further out is channels. */
  private static Shape maps(Shape shape) {
    int rank = shape.rank();
    return switch (rank) {
      case 1 -> Shape.of(shape.extent(0), 1, 1);
      case 2 -> Shape.of(1, shape.extent(0), shape.extent(1));
      default -> {
        int width = shape.extent(-1);
        int height = shape.extent(-2);
        long channels = shape.elements() / Math.max(1, (long) height * width);
        yield Shape.of(Math.toIntExact(channels), height, width);
      }
    };
  }

  private static String lastPart(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }
}
