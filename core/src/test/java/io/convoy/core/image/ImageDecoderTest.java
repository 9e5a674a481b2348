package io.convoy.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  /** One pixel each, the smallest files that there are of either kind. */
  private static final String LOSSY_WEBP =
      "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

  private static final String LOSSLESS_WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void losslessColoursAreExact(String format) throws IOException {
    BufferedImage image = noise(13, 21, BufferedImage.TYPE_3BYTE_BGR);

    assertPixels(image, decoded(encoded(image, format)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif", "bmp", "tiff"})
  void palettesAreExpanded(String format) throws IOException {
    // As many colours as 8 bits have; the JDK's writers mix up the depths of smaller palettes.
    byte[][] colors = new byte[3][256];
    Random random = new Random(1);
    for (byte[] component : colors) {
      random.nextBytes(component);
    }
    IndexColorModel palette = new IndexColorModel(8, 256, colors[0], colors[1], colors[2]);
    BufferedImage image = new BufferedImage(25, 13, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int p = 0; p < 25 * 13; p++) {
      image.getRaster().setSample(p % 25, p / 25, 0, p * 7 % 256);
    }

    assertPixels(image, decoded(encoded(image, format)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "tiff", "bmp"})
  void greyImageHasOneChannel(String format) throws IOException {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
    fill(image.getRaster(), 0, 77);

    DecodedImage decoded = decoded(encoded(image, format));

    assertEquals(1, decoded.channels());
    assertEquals(new ImageSize(8, 16), decoded.size());
    for (float pixel : decoded.pixels()) {
      assertEquals(77f, pixel, format.equals("jpg") ? 1f : 0f);
    }
  }

  @Test
  void oneBitImageIsBlackAndWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xffffff);

    DecodedImage decoded = decoded(encoded(image, "png"));

    assertEquals(1, decoded.channels());
    assertArrayEquals(new float[] {0, 255, 0}, decoded.pixels());
  }

  @Test
  void sixteenBitsAreDividedBy257() throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    int[] samples = {0, 257, 1000, 65535};
    image.getRaster().setSamples(0, 0, 4, 1, 0, samples);

    for (String format : new String[] {"png", "tiff"}) {
      assertArrayEquals(
          new float[] {0, 1, 1000f / 257f, 255}, decoded(encoded(image, format)).pixels());
    }
  }

  @Test
  void alphaIsDroppedAndTheColourStays() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.getRaster().setPixel(0, 0, new int[] {10, 20, 30, 0});
    image.getRaster().setPixel(1, 0, new int[] {40, 50, 60, 128});

    DecodedImage decoded = decoded(encoded(image, "png"));

    assertEquals(3, decoded.channels());
    assertArrayEquals(new float[] {10, 20, 30, 40, 50, 60}, decoded.pixels());
  }

  @Test
  void jpegHasTheColoursOfLibjpeg() throws IOException {
    BufferedImage image = smooth(48, 33);
    byte[] file = encoded(image, "jpg");

    // What the JDK makes of its own files is libjpeg's conversion.
    assertPixels(ImageIO.read(new ByteArrayInputStream(file)), decoded(file));
  }

  @Test
  void embeddedProfileIsIgnored() throws IOException {
    byte[] file = encoded(smooth(48, 33), "jpg");
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] head = "ICC_PROFILE\0\1\1".getBytes(StandardCharsets.US_ASCII);

    assertArrayEquals(
        decoded(file).pixels(), decoded(withSegment(file, 0xe2, concat(head, profile))).pixels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"JPEG", "LZW", "ZLib", "PackBits", "Deflate"})
  void compressedTiffIsRead(String compression) throws IOException {
    BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_3BYTE_BGR);
    for (int band = 0; band < 3; band++) {
      fill(image.getRaster(), band, 40 + band * 70);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam options = writer.getDefaultWriteParam();
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionType(compression);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }

    assertPixel(new float[] {40, 110, 180}, decoded(bytes.toByteArray()));
  }

  @Test
  void jpegWithoutJfifIsStillYcc() throws IOException {
    byte[] file = encoded(smooth(48, 33), "jpg");
    int jfif = 2 + ByteBuffer.wrap(file).getShort(4) + 2;
    byte[] bare = concat(Arrays.copyOf(file, 2), Arrays.copyOfRange(file, jfif, file.length));

    assertArrayEquals(decoded(file).pixels(), decoded(bare).pixels());
  }

  @Test
  void adobeRgbJpegIsNotConverted() throws IOException {
    byte[] file = jpegOfBands(3, new int[] {200, 100, 50}, 0);

    assertPixel(new float[] {200, 100, 50}, decoded(file));
  }

  /** Adobe stores ink inverted: 255 is none. */
  @Test
  void cmykJpegIsLightTimesWhite() throws IOException {
    byte[] file = jpegOfBands(4, new int[] {255, 128, 0, 128}, 0);

    assertPixel(new float[] {128, 128 * 128 / 255f, 0}, decoded(file));
  }

  @Test
  void ycckJpegIsTurnedIntoInksFirst() throws IOException {
    // Y 100 without colour is 100 for each ink as libjpeg has it, 155 of light.
    byte[] file = jpegOfBands(4, new int[] {100, 128, 128, 204}, 2);

    float light = 155f * 204f / 255f;
    assertPixel(new float[] {light, light, light}, decoded(file));
  }

  @ParameterizedTest
  @CsvSource({
    "1,'ABC/DEF'",
    "2,'CBA/FED'",
    "3,'FED/CBA'",
    "4,'DEF/ABC'",
    "5,'AD/BE/CF'",
    "6,'DA/EB/FC'",
    "7,'FC/EB/DA'",
    "8,'CF/BE/AD'",
    "0,'ABC/DEF'",
    "9,'ABC/DEF'",
  })
  void everyOrientationIsTurnedUpright(int tag, String expected) throws IOException {
    BufferedImage blocks = blocks();
    String[] rows = expected.split("/");
    byte[] jpeg = withExif(encoded(blocks, "jpg"), tag);
    byte[] png = withPngExif(encoded(blocks, "png"), tag);
    for (byte[] file : new byte[][] {jpeg, png}) {
      DecodedImage image = decoded(file);
      assertEquals(new ImageSize(rows.length * 8, rows[0].length() * 8), image.size());
      StringBuilder seen = new StringBuilder();
      for (int y = 4; y < image.height(); y += 8) {
        for (int x = 4; x < image.width(); x += 8) {
          float level = image.pixels()[(y * image.width() + x) * image.channels()];
          seen.append((char) ('A' + Math.round(level / 40)));
        }
        seen.append('/');
      }
      assertEquals(expected + "/", seen.toString());
    }
  }

  @Test
  void brokenExifIsPassedOver() throws IOException {
    byte[] file = encoded(blocks(), "jpg");
    Random random = new Random(3);
    for (int length : new int[] {0, 1, 8, 13, 100}) {
      byte[] junk = new byte[length];
      random.nextBytes(junk);
      assertEquals(new ImageSize(16, 24), decoded(withApp1(file, junk)).size());
    }
  }

  @Test
  void gifFrameLiesOnItsCanvas() throws IOException {
    byte[] file = encoded(noise(3, 2, BufferedImage.TYPE_BYTE_GRAY), "gif");
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    header.putShort(6, (short) 5);
    header.putShort(8, (short) 4);

    DecodedImage image = decoded(file);

    assertEquals(new ImageSize(4, 5), image.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {LOSSY_WEBP, LOSSLESS_WEBP})
  void webpIsDecoded(String file) throws IOException {
    assertEquals(new ImageSize(1, 1), decoded(Base64.getDecoder().decode(file)).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tiff"})
  void cutFilesAreRefused(String format) throws IOException {
    byte[] file = encoded(noise(40, 30, BufferedImage.TYPE_3BYTE_BGR), format);
    // A GIF's last byte only says that no frame follows.
    int last = format.equals("gif") ? file.length - 2 : file.length - 1;

    for (int length = 0; length <= last; length += length > last - 20 ? 1 : 7) {
      byte[] cut = Arrays.copyOf(file, length);
      try {
        ImageDecoder.decode(cut);
        fail(format + " of " + file.length + " bytes decoded when cut at " + length);
      } catch (ImageFormatException e) {
        assertTrue(
            e.getMessage().matches("empty file|not an image.*|(truncated|damaged) [A-Z]+.*"),
            e.getMessage());
      }
    }
  }

  @Test
  void progressiveJpegIsReadWholeOrRefused() throws IOException {
    byte[] file = jpeg(smooth(64, 64), true);

    assertPixels(ImageIO.read(new ByteArrayInputStream(file)), decoded(file));
    assertReason("truncated JPEG", Arrays.copyOf(file, file.length - 20));
  }

  /** Cut, and given an end again: the end marker alone doesn't make a file whole. */
  @Test
  void jpegThatEndsTooSoonIsRefusedDespiteItsEndMarker() throws IOException {
    byte[] file = encoded(noise(64, 64, BufferedImage.TYPE_3BYTE_BGR), "jpg");
    byte[] cut = Arrays.copyOf(file, file.length / 2);
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;

    assertReason("damaged JPEG: Corrupt JPEG data: premature end of data segment", cut);
  }

  @Test
  void bytesBehindAJpegDoNotMatter() throws IOException {
    byte[] file = encoded(smooth(20, 20), "jpg");

    assertArrayEquals(decoded(file).pixels(), decoded(concat(file, new byte[] {1, 2, 3})).pixels());
  }

  @Test
  void pngWithAFlippedBitIsRefused() throws IOException {
    byte[] file = encoded(noise(20, 20, BufferedImage.TYPE_3BYTE_BGR), "png");
    file[60] ^= 1;

    assertReason("damaged PNG: a chunk fails its checksum, at byte 33", file);
  }

  @Test
  void otherFilesAreRefused() {
    assertReason("empty file", new byte[0]);
    assertReason(
        "not an image: no known signature",
        "not an image, whatever its name".getBytes(StandardCharsets.US_ASCII));
    assertReason("not an image: no known signature", new byte[] {(byte) 0xff});
  }

  @Test
  void hugeImageIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] file = encoded(noise(2, 2, BufferedImage.TYPE_3BYTE_BGR), "png");
    ByteBuffer header = ByteBuffer.wrap(file);
    header.putInt(16, 20000);
    header.putInt(20, 30000);

    assertReason(
        "image too large, scale it down or cut it: size=30000x20000, pixels=600000000,"
            + " most=100000000",
        file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tiff"})
  void probeReadsTheSize(String format) throws IOException {
    byte[] file = encoded(noise(37, 11, BufferedImage.TYPE_3BYTE_BGR), format);
    ByteArrayInputStream stream = new ByteArrayInputStream(file);

    assertEquals(new ImageSize(11, 37), ImageDecoder.probe(stream));
    assertEquals(new ImageSize(11, 37), ImageDecoder.probe(file));
  }

  @Test
  void probeOfWebpReadsTheSize() throws IOException {
    for (String file : new String[] {LOSSY_WEBP, LOSSLESS_WEBP}) {
      assertEquals(
          new ImageSize(1, 1),
          ImageDecoder.probe(new ByteArrayInputStream(Base64.getDecoder().decode(file))));
    }
  }

  @Test
  void probeTurnsTheSizeAsDecodeDoes() throws IOException {
    byte[] file = withExif(encoded(blocks(), "jpg"), 6);

    assertEquals(new ImageSize(24, 16), ImageDecoder.probe(new ByteArrayInputStream(file)));
  }

  @Test
  void probeDoesNotReadThePixels() throws IOException {
    byte[] file = encoded(noise(400, 300, BufferedImage.TYPE_3BYTE_BGR), "jpg");
    ByteArrayInputStream stream = new ByteArrayInputStream(file);

    ImageDecoder.probe(stream);

    assertTrue(stream.available() > file.length - 20_000, "left=" + stream.available());
  }

  /** Any bytes at all give an image or a reason. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tiff", "webp"})
  void damagedFilesGiveAnImageOrAReason(String format) throws IOException {
    byte[] whole =
        format.equals("webp")
            ? Base64.getDecoder().decode(LOSSLESS_WEBP)
            : encoded(noise(24, 18, BufferedImage.TYPE_3BYTE_BGR), format);
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int n = 0; n < 3; n++) {
        // Mostly in the headers, where it hurts.
        int reach = random.nextBoolean() ? Math.min(100, whole.length) : whole.length;
        damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
      }
      try {
        ImageDecoder.decode(damaged);
      } catch (ImageFormatException e) {
        assertEquals(1, e.getMessage().lines().count());
      }
    }
  }

  private static DecodedImage decoded(byte[] file) throws ImageFormatException {
    DecodedImage image = ImageDecoder.decode(file);
    assertEquals(image.size(), ImageDecoder.probe(file));
    return image;
  }

  private static void assertReason(String reason, byte[] file) {
    ImageFormatException refusal =
        assertThrows(ImageFormatException.class, () -> ImageDecoder.decode(file));
    assertEquals(reason, refusal.getMessage());
  }

  private static void assertPixels(BufferedImage expected, DecodedImage actual) {
    assertEquals(new ImageSize(expected.getHeight(), expected.getWidth()), actual.size());
    assertEquals(3, actual.channels());
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        int rgb = expected.getRGB(x, y);
        int pixel = (y * expected.getWidth() + x) * 3;
        assertEquals(rgb >> 16 & 0xff, actual.pixels()[pixel]);
        assertEquals(rgb >> 8 & 0xff, actual.pixels()[pixel + 1]);
        assertEquals(rgb & 0xff, actual.pixels()[pixel + 2]);
      }
    }
  }

  private static void assertPixel(float[] expected, DecodedImage image) {
    assertEquals(3, image.channels());
    for (int p = 0; p < image.pixels().length; p++) {
      assertEquals(expected[p % 3], image.pixels()[p], 2.5f);
    }
  }

  private static BufferedImage noise(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    Random random = new Random(42);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static BufferedImage smooth(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setPixel(x, y, new int[] {x * 5 % 256, y * 7 % 256, (x + y) * 3 % 256});
      }
    }
    return image;
  }

  /** Six grey blocks of 8×8 in two rows; block A has level 0, B 40, C 80 and so on. */
  private static BufferedImage blocks() {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.getRaster().setSample(x, y, 0, (y / 8 * 3 + x / 8) * 40);
      }
    }
    return image;
  }

  private static void fill(WritableRaster raster, int band, int value) {
    int[] samples = new int[raster.getWidth() * raster.getHeight()];
    Arrays.fill(samples, value);
    raster.setSamples(0, 0, raster.getWidth(), raster.getHeight(), band, samples);
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, bytes), "no writer for " + format);
    return bytes.toByteArray();
  }

  private static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam options = writer.getDefaultWriteParam();
      options.setProgressiveMode(
          progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A JPEG whose stored components are these, with an Adobe segment that names the transform. */
  private static byte[] jpegOfBands(int bands, int[] values, int adobeTransform)
      throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, bands, null);
    for (int b = 0; b < bands; b++) {
      fill(raster, b, values[b]);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    ByteBuffer adobe = ByteBuffer.allocate(12);
    adobe.put("Adobe".getBytes(StandardCharsets.US_ASCII)).putShort((short) 100);
    adobe.put(11, (byte) adobeTransform);
    return withSegment(bytes.toByteArray(), 0xee, adobe.array());
  }

  private static byte[] withExif(byte[] jpeg, int tag) {
    return withApp1(jpeg, exif(tag, ByteOrder.LITTLE_ENDIAN));
  }

  private static byte[] withApp1(byte[] jpeg, byte[] block) {
    return withSegment(jpeg, 0xe1, concat("Exif\0\0".getBytes(StandardCharsets.US_ASCII), block));
  }

  private static byte[] withSegment(byte[] jpeg, int marker, byte[] segment) {
    byte[] head = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) marker};
    byte[] length = ByteBuffer.allocate(2).putShort((short) (segment.length + 2)).array();
    return concat(head, length, segment, Arrays.copyOfRange(jpeg, 2, jpeg.length));
  }

  private static byte[] withPngExif(byte[] png, int tag) {
    byte[] block = exif(tag, ByteOrder.BIG_ENDIAN);
    ByteBuffer chunk = ByteBuffer.allocate(12 + block.length);
    chunk.putInt(block.length).put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(block);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, 4 + block.length);
    chunk.putInt((int) checksum.getValue());
    int headerEnd = 33;
    return concat(
        Arrays.copyOf(png, headerEnd),
        chunk.array(),
        Arrays.copyOfRange(png, headerEnd, png.length));
  }

  /** A TIFF header and a directory of two entries, the orientation second. */
  private static byte[] exif(int tag, ByteOrder order) {
    ByteBuffer block = ByteBuffer.allocate(8 + 2 + 24 + 4).order(order);
    byte letter = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    block.put(letter).put(letter).putShort((short) 42).putInt(8);
    block.putShort((short) 2);
    block
        .putShort((short) 0x0100)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) 5)
        .putShort((short) 0);
    block
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) tag)
        .putShort((short) 0);
    return block.putInt(0).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
