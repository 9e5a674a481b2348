package io.convoy.job.bench;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** As many photos of mixed sizes as wanted, cut and scaled from a few; the same ones every time. */
final class BenchPhotos {
  private static final long SEED = 1;

  /** One in so many is a PNG. */
  private static final int PNG_SHARE = 8;

  private BenchPhotos() {}

  /** How large photos are, in pixels of a side. */
  enum Sides {
    SMALL(24, 40),
    MIXED(240, 640),
    LARGE(1600, 3200);

    private final int least;
    private final int largest;

    Sides(int least, int largest) {
      this.least = least;
      this.largest = largest;
    }

    int any(Random random) {
      return least + random.nextInt(largest - least);
    }
  }

  /** Makes the photos of a folder that are not there yet. */
  static void make(Path originals, Path folder, Sides sides, int count) throws IOException {
    List<BufferedImage> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(originals)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image != null) {
          sources.add(image);
        }
      }
    }
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("there are no photos to cut from: folder=" + originals);
    }
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      String format = i % PNG_SHARE == 0 ? "png" : "jpg";
      Path file = folder.resolve(String.format("%06d.%s", i, format));
      if (!Files.exists(file)) {
        BufferedImage photo = photo(sources.get(i % sources.size()), sides, new Random(SEED + i));
        Path unfinished = folder.resolveSibling(file.getFileName() + ".unfinished");
        ImageIO.write(photo, format, unfinished.toFile());
        Files.move(unfinished, file);
      }
    }
  }

  private static BufferedImage photo(BufferedImage source, Sides sides, Random random) {
    int height = sides.any(random);
    int width = sides.any(random);
    int cutHeight = source.getHeight() * (50 + random.nextInt(50)) / 100;
    int cutWidth = source.getWidth() * (50 + random.nextInt(50)) / 100;
    int y = random.nextInt(source.getHeight() - cutHeight + 1);
    int x = random.nextInt(source.getWidth() - cutWidth + 1);
    BufferedImage photo = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = photo.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(source, 0, 0, width, height, x, y, x + cutWidth, y + cutHeight, null);
    graphics.dispose();
    return photo;
  }
}
