package io.convoy.job.bench;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a user would write to put photos through one layer: files as a data frame, a function over
 * its partitions that decodes with ImageIO and runs ONNX Runtime, Parquet.
 */
final class PhotosByHand {
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("features", DataTypes.createArrayType(DataTypes.FloatType, false));

  private PhotosByHand() {}

  /**
   * @param side to which photos are resized; 0 leaves them as they are
   */
  static long run(SparkSession spark, Path photos, Path model, int side, Path output) {
    spark
        .read()
        .format("binaryFile")
        .load(photos.toString())
        .select("path", "content")
        .mapPartitions(new Features(model.toString(), side), Encoders.row(SCHEMA))
        .write()
        .parquet(output.toString());
    return spark.read().parquet(output.toString()).count();
  }

  private record Features(String model, int side)
      implements MapPartitionsFunction<Row, Row>, Serializable {
    /** Photos of one size can go through the session together. */
    private static final int BATCH = 8;

    @Override
    public Iterator<Row> call(Iterator<Row> files) throws OrtException {
      OrtSession session = OnnxSession.of(model);
      Buffer buffer = new Buffer();
      return new Iterator<>() {
        private Iterator<Row> ready = List.<Row>of().iterator();

        @Override
        public boolean hasNext() {
          return ready.hasNext() || files.hasNext();
        }

        @Override
        public Row next() {
          if (!ready.hasNext()) {
            ready = batch(session, files, buffer).iterator();
          }
          return ready.next();
        }
      };
    }

    private List<Row> batch(OrtSession session, Iterator<Row> files, Buffer buffer) {
      List<String> ids = new ArrayList<>();
      int most = side > 0 ? BATCH : 1;
      int height = 0;
      int width = 0;
      while (files.hasNext() && ids.size() < most) {
        Row file = files.next();
        BufferedImage image = read(file.getAs("content"));
        height = image.getHeight();
        width = image.getWidth();
        buffer.put(image, ids.size() * 3 * height * width, most * 3 * height * width);
        ids.add(file.getString(0));
      }
      List<Row> rows = new ArrayList<>();
      long[] shape = {ids.size(), 3, height, width};
      FloatBuffer numbers = buffer.numbers.duplicate().limit(ids.size() * 3 * height * width);
      OnnxSession.run(
          session,
          numbers,
          shape,
          (output, outputShape) -> {
            for (String id : ids) {
              float[] vector = new float[(int) outputShape[1]];
              output.get(vector);
              rows.add(RowFactory.create(id, vector));
            }
          });
      return rows;
    }

    private BufferedImage read(byte[] content) {
      BufferedImage image;
      try {
        image = ImageIO.read(new ByteArrayInputStream(content));
      } catch (IOException e) {
        throw new IllegalStateException("ImageIO fails: " + e.getMessage(), e);
      }
      if (side == 0) {
        return image;
      }
      BufferedImage resized = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = resized.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, side, side, null);
      graphics.dispose();
      return resized;
    }
  }

  /** Numbers of a batch, in memory that is used again. */
  private static final class Buffer {
    private FloatBuffer numbers = OnnxSession.numbers(0);
    private float[] planes = new float[0];

    void put(BufferedImage image, int at, int all) {
      if (numbers.capacity() < all) {
        numbers = OnnxSession.numbers(all);
      }
      int count = image.getWidth() * image.getHeight();
      if (planes.length < 3 * count) {
        planes = new float[3 * count];
      }
      if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int c = 0; c < 3; c++) {
          for (int p = 0; p < count; p++) {
            planes[c * count + p] = pixels[3 * p + 2 - c] & 0xff;
          }
        }
      } else {
        int[] pixels = pixels(image);
        for (int c = 0; c < 3; c++) {
          int shift = 16 - 8 * c;
          for (int p = 0; p < count; p++) {
            planes[c * count + p] = pixels[p] >> shift & 0xff;
          }
        }
      }
      numbers.put(at, planes, 0, 3 * count);
    }

    private static int[] pixels(BufferedImage image) {
      return image.getType() == BufferedImage.TYPE_INT_RGB
          ? ((DataBufferInt) image.getRaster().getDataBuffer()).getData()
          : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
  }
}
