package io.convoy.job.report;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Draws text from a font's outlines, so that a picture looks the same everywhere and needs neither
 * an installed font nor the system's font library. Not safe for threads.
 */
final class Lettering {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final TrueTypeFont font;
  private final CmapLookup glyphs;
  private final int unitsPerEm;

  private Lettering(TrueTypeFont font) throws IOException {
    this.font = font;
    this.glyphs = font.getUnicodeCmapLookup();
    this.unitsPerEm = font.getUnitsPerEm();
  }

  static Lettering load() {
    try (InputStream stream = Lettering.class.getResourceAsStream(FONT)) {
      return new Lettering(new TTFParser().parse(new RandomAccessReadBuffer(stream)));
    } catch (IOException e) {
      throw new UncheckedIOException(FONT + " can't be read", e);
    }
  }

  /** How many pixels a text is wide. */
  double width(String text, double size) {
    return text.codePoints().mapToDouble(letter -> advance(letter, size)).sum();
  }

  /** Draws in the current colour; {@code x}, {@code y} are where the base line begins. */
  void draw(Graphics2D canvas, String text, double x, double y, double size) {
    double at = x;
    for (int letter : text.codePoints().toArray()) {
      AffineTransform place = AffineTransform.getTranslateInstance(at, y);
      place.scale(size / unitsPerEm, -size / unitsPerEm);
      try {
        GlyphData glyph = font.getGlyph().getGlyph(glyphs.getGlyphId(letter));
        if (glyph != null) {
          canvas.fill(place.createTransformedShape(glyph.getPath()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(FONT + " can't be read", e);
      }
      at += advance(letter, size);
    }
  }

  /** The text, its middle left out where it is wider than that. */
  String fitted(String text, double size, double width) {
    String fitted = text;
    for (int kept = text.length() - 1; width(fitted, size) > width && kept > 1; kept--) {
      fitted = text.substring(0, (kept + 1) / 2) + "…" + text.substring(text.length() - kept / 2);
    }
    return fitted;
  }

  private double advance(int letter, double size) {
    try {
      return font.getAdvanceWidth(glyphs.getGlyphId(letter)) * size / unitsPerEm;
    } catch (IOException e) {
      throw new UncheckedIOException(FONT + " can't be read", e);
    }
  }
}
