package io.convoy.job.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.image.DecodedImage;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContactSheetTest {
  /** Where the first map of a sheet begins, and what lies between columns. */
  private static final int LEFT = 28;

  private static final int TOP = 28 + 84 + 40;
  private static final int STEP = 40 + 6;

  @Test
  void signsHaveTheirOwnHues() {
    Tensor maps = new Tensor(Shape.of(2, 1, 2), new float[] {-1, 1, 0, 2});
    BufferedImage sheet = sheet(Optional.empty(), maps);
    Color negative = new Color(sheet.getRGB(LEFT + 10, TOP + 10));
    Color positive = new Color(sheet.getRGB(LEFT + 30, TOP + 10));
    assertTrue(negative.getBlue() > negative.getRed(), negative.toString());
    assertTrue(positive.getRed() > positive.getBlue(), positive.toString());
    assertEquals(
        SignedColours.NEUTRAL, sheet.getRGB(LEFT + STEP + 10, TOP + 10) & 0xffffff, "zero");
    assertEquals(positive.getRGB(), sheet.getRGB(LEFT + STEP + 30, TOP + 10), "own scale");
  }

  @Test
  void thePhotoComesFirst() {
    DecodedImage photo = new DecodedImage(1, 1, 3, new float[] {10, 200, 30});
    BufferedImage sheet = sheet(Optional.of(photo), Tensor.zeros(Shape.of(2, 4, 4)));
    assertEquals(new Color(10, 200, 30).getRGB(), sheet.getRGB(LEFT + 20, TOP + 20));
    assertEquals(
        SignedColours.NEUTRAL, sheet.getRGB(LEFT + STEP + 20, TOP + 20) & 0xffffff, "first map");
  }

  @Test
  void aMapKeepsItsProportions() {
    BufferedImage sheet = sheet(Optional.empty(), Tensor.zeros(Shape.of(2, 10, 20)));
    int page = sheet.getRGB(2, 2);
    assertTrue(page != sheet.getRGB(LEFT + 39, TOP + 19));
    assertEquals(page, sheet.getRGB(LEFT + 40, TOP + 19), "to the right of the map");
    assertEquals(page, sheet.getRGB(LEFT + 39, TOP + 20), "below the map");
  }

  @Test
  void numbersThatAreNotFiniteAreDrawnToo() {
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1};
    sheet(Optional.empty(), new Tensor(Shape.of(2, 1, 2), odd));
  }

  @Test
  void bothSidesOfAFineEdgeStayVisible() {
    float[] stripes = new float[64];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 2 == 0 ? 1 : -1;
    }
    Thumbnail small = Thumbnail.of(stripes, 0, 8, 8, 2);
    assertEquals(0.5f, small.positive(0, 0));
    assertEquals(0.5f, small.negative(0, 0));
  }

  @Test
  void reducingAverages() {
    float[] source = {1, 2, 3, 4, 5, 6};
    assertArrayEquals(new float[] {3.5f}, Thumbnail.resized(source, 2, 3, 1, 1), 1e-6f);
    assertArrayEquals(
        new float[] {4f / 3, 8f / 3, 13f / 3, 17f / 3},
        Thumbnail.resized(source, 2, 3, 2, 2),
        1e-6f);
    assertArrayEquals(
        new float[] {1, 1, 2, 2}, Thumbnail.resized(new float[] {1, 2}, 1, 2, 1, 4), 1e-6f);
  }

  @Test
  void longTextLosesItsMiddle() {
    Lettering letters = Lettering.load();
    assertEquals("short", letters.fitted("short", 12, 100));
    String fitted = letters.fitted("a-very-long-name-of-a-photo.jpg", 12, 100);
    assertTrue(fitted.startsWith("a-very") && fitted.endsWith(".jpg"), fitted);
    assertTrue(letters.width(fitted, 12) <= 100, fitted);
  }

  private static BufferedImage sheet(Optional<DecodedImage> photo, Tensor maps) {
    ContactSheet sheet = new ContactSheet("maps", "two channels", List.of("one", "two"), 40);
    sheet.add("photo.jpg", photo, maps, new int[] {0, 1});
    return sheet.draw();
  }
}
