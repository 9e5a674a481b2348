package io.convoy.job.report;

import io.convoy.core.image.DecodedImage;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A picture of feature maps: one row a record, one column a channel, the record's own photo first
 * where there is one.
 *
 * <p>Zero is dark, positive numbers are orange, negative ones blue. Each channel has its own scale,
 * the same in all rows: the {@value #PERCENTILE}th percentile of what is shown has the full colour,
 * and its value stands under the channel's name. Maps are reduced as they come, so that memory is
 * that of the picture, not of the data set.
 */
public final class ContactSheet {
  private static final double PERCENTILE = 99;
  private static final int MARGIN = 28;
  private static final int GAP = 6;
  private static final int CAPTION = 24;
  private static final int HEAD = 84;
  private static final int NAMES = 40;
  private static final int LEGEND = 220;
  private static final int LEAST_WIDTH = 560;
  private static final Color PAGE = new Color(0x1c1e25);
  private static final Color BRIGHT = new Color(0xf2f2f4);
  private static final Color DIM = new Color(0x9aa0ad);

  private final String title;
  private final String subtitle;
  private final List<String> names;
  private final int cell;
  private final Lettering letters = Lettering.load();
  private final List<Row> rows = new ArrayList<>();

  /** One record: its name, its photo, its maps. */
  private record Row(String name, Optional<BufferedImage> photo, List<Thumbnail> maps) {
    int height() {
      int height = photo.map(BufferedImage::getHeight).orElse(0);
      for (Thumbnail map : maps) {
        height = Math.max(height, map.height());
      }
      return height;
    }
  }

  /**
   * An empty sheet.
   *
   * @param names the columns' names, one a map that {@link #add} is given
   * @param cell pixels that the longer side of a map takes
   */
  public ContactSheet(String title, String subtitle, List<String> names, int cell) {
    this.title = title;
    this.subtitle = subtitle;
    this.names = List.copyOf(names);
    this.cell = cell;
  }

  /**
   * Adds a record.
   *
   * @param maps the record's maps (C, H, W), of which the channels shown are {@code channels}
   */
  public void add(String name, Optional<DecodedImage> photo, Tensor maps, int[] channels) {
    Shape shape = maps.shape();
    int height = shape.extent(1);
    int width = shape.extent(2);
    List<Thumbnail> thumbnails = new ArrayList<>();
    for (int channel : channels) {
      thumbnails.add(Thumbnail.of(maps.data(), channel * height * width, height, width, cell));
    }
    rows.add(new Row(name, photo.map(image -> reduced(image, cell)), thumbnails));
  }

  /** The picture of all rows so far. */
  public BufferedImage draw() {
    boolean photos = rows.stream().anyMatch(row -> row.photo().isPresent());
    int columns = names.size() + (photos ? 1 : 0);
    int width = Math.max(LEAST_WIDTH, 2 * MARGIN + columns * (cell + GAP) - GAP);
    int height = MARGIN + HEAD + NAMES;
    for (Row row : rows) {
      height += row.height() + CAPTION;
    }
    BufferedImage sheet =
        new BufferedImage(width, height + MARGIN - 10, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = sheet.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    canvas.setColor(PAGE);
    canvas.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());

    head(canvas, sheet);
    float[] scales = scales();
    int x = MARGIN;
    int y = MARGIN + HEAD;
    if (photos) {
      name(canvas, x, y, "input", "");
      x += cell + GAP;
    }
    for (int c = 0; c < names.size(); c++) {
      name(canvas, x + c * (cell + GAP), y, names.get(c), "±" + rounded(scales[c]));
    }
    y += NAMES;
    for (Row row : rows) {
      draw(canvas, row, scales, x, y);
      y += row.height() + CAPTION;
    }
    canvas.dispose();
    return sheet;
  }

  /** One row, its maps from {@code x} on. */
  private void draw(Graphics2D canvas, Row row, float[] scales, int x, int y) {
    row.photo().ifPresent(photo -> place(canvas, photo, MARGIN, y, row));
    for (int c = 0; c < row.maps().size(); c++) {
      place(canvas, coloured(row.maps().get(c), scales[c]), x + c * (cell + GAP), y, row);
    }
    text(canvas, DIM, letters.fitted(row.name(), 12, cell), MARGIN, y + row.height() + 15, 12);
  }

  /** In the middle of its place. */
  private void place(Graphics2D canvas, BufferedImage image, int x, int y, Row row) {
    canvas.drawImage(
        image, x + (cell - image.getWidth()) / 2, y + (row.height() - image.getHeight()) / 2, null);
  }

  private void head(Graphics2D canvas, BufferedImage sheet) {
    int right = sheet.getWidth() - MARGIN;
    double room = right - LEGEND - 2.0 * MARGIN;
    text(canvas, BRIGHT, letters.fitted(title, 22, room), MARGIN, MARGIN + 20, 22);
    text(canvas, DIM, letters.fitted(subtitle, 13, room), MARGIN, MARGIN + 43, 13);

    int left = right - LEGEND;
    for (int i = 0; i < LEGEND; i++) {
      float place = 2f * i / (LEGEND - 1) - 1;
      canvas.setColor(new Color(SignedColours.rgb(Math.max(0, place), Math.max(0, -place))));
      canvas.fillRect(left + i, MARGIN + 4, 1, 14);
    }
    text(canvas, DIM, "negative", left, MARGIN + 34, 12);
    text(canvas, DIM, "0", left + LEGEND / 2.0 - 3, MARGIN + 34, 12);
    text(canvas, DIM, "positive", right - letters.width("positive", 12), MARGIN + 34, 12);
    String scale = "± value of the full colour, a channel";
    text(canvas, DIM, scale, right - letters.width(scale, 12), MARGIN + 52, 12);
  }

  private void name(Graphics2D canvas, int x, int y, String name, String scale) {
    text(canvas, BRIGHT, letters.fitted(name, 14, cell), x, y + 12, 14);
    text(canvas, DIM, scale, x, y + 29, 12);
  }

  private void text(Graphics2D canvas, Color colour, String text, double x, double y, double size) {
    canvas.setColor(colour);
    letters.draw(canvas, text, x, y, size);
  }

  private float[] scales() {
    float[] scales = new float[names.size()];
    for (int c = 0; c < scales.length; c++) {
      int column = c;
      scales[c] = percentile(rows.stream().map(row -> row.maps().get(column)).toList());
    }
    return scales;
  }

  private static float percentile(List<Thumbnail> maps) {
    float[] all = new float[maps.stream().mapToInt(map -> map.magnitudes().length).sum()];
    int filled = 0;
    for (Thumbnail map : maps) {
      for (float magnitude : map.magnitudes()) {
        if (Float.isFinite(magnitude)) {
          all[filled++] = magnitude;
        }
      }
    }
    Arrays.sort(all, 0, filled);
    return filled == 0 ? 0 : all[(int) Math.ceil((filled - 1) * PERCENTILE / 100)];
  }

  private static BufferedImage coloured(Thumbnail map, float scale) {
    BufferedImage image = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_RGB);
    float factor = scale > 0 ? 1 / scale : 0;
    for (int row = 0; row < map.height(); row++) {
      for (int column = 0; column < map.width(); column++) {
        image.setRGB(
            column,
            row,
            SignedColours.rgb(
                map.positive(row, column) * factor, map.negative(row, column) * factor));
      }
    }
    return image;
  }

  private static BufferedImage reduced(DecodedImage photo, int cell) {
    int height = Thumbnail.extent(photo.height(), photo.width(), cell);
    int width = Thumbnail.extent(photo.width(), photo.height(), cell);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    float[] plane = new float[photo.height() * photo.width()];
    for (int c = 0; c < 3; c++) {
      int channel = photo.channels() == 1 ? 0 : c;
      for (int i = 0; i < plane.length; i++) {
        plane[i] = photo.pixels()[i * photo.channels() + channel];
      }
      float[] small = Thumbnail.resized(plane, photo.height(), photo.width(), height, width);
      for (int i = 0; i < small.length; i++) {
        int value = Math.max(0, Math.min(255, Math.round(small[i])));
        int x = i % width;
        int y = i / width;
        image.setRGB(x, y, image.getRGB(x, y) | value << (16 - 8 * c));
      }
    }
    return image;
  }

  private static String rounded(float number) {
    return FloatText.of(Float.parseFloat(String.format(Locale.ROOT, "%.2e", number)));
  }
}
