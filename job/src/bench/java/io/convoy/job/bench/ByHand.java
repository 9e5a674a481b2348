package io.convoy.job.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.CodedOutputStream;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a user would write who has Spark and ONNX Runtime: files as a data frame, a function over
 * its partitions that decodes with ImageIO and runs batches through one session an executor,
 * Parquet.
 */
final class ByHand {
  private static final int BATCH = 8;
  private static final int SIZE = 224;
  private static final int SHORTER_SIDE = 256;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] STD = {0.229f, 0.224f, 0.225f};

  private ByHand() {}

  static long run(SparkSession spark, Path photos, Path model, String layer, Path output) {
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("features", DataTypes.createArrayType(DataTypes.FloatType, false));
    int cores = spark.sparkContext().defaultParallelism();
    Dataset<Row> files =
        spark.read().format("binaryFile").load(photos.toString()).repartition(4 * cores);
    files
        .select("path", "content")
        .mapPartitions(new Features(model.toString(), layer), Encoders.row(schema))
        .write()
        .parquet(output.toString());
    return spark.read().parquet(output.toString()).count();
  }

  /** One session a JVM; ONNX Runtime allows calls from several threads. */
  private static final class Session {
    private static OrtSession session;

    static synchronized OrtSession of(String model, String layer) throws OrtException, IOException {
      if (session == null) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
          options.setIntraOpNumThreads(1);
          options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
          session =
              OrtEnvironment.getEnvironment()
                  .createSession(withOutput(Files.readAllBytes(Path.of(model)), layer), options);
        }
      }
      return session;
    }

    /**
     * The model with one more output. Fields of a message that stands twice are those of one, so
     * that a graph with nothing but an output may be put behind the file.
     */
    private static byte[] withOutput(byte[] model, String layer) throws IOException {
      ByteArrayOutputStream value = new ByteArrayOutputStream();
      CodedOutputStream coded = CodedOutputStream.newInstance(value);
      coded.writeString(1, layer);
      coded.flush();
      ByteArrayOutputStream graph = new ByteArrayOutputStream();
      coded = CodedOutputStream.newInstance(graph);
      coded.writeByteArray(12, value.toByteArray());
      coded.flush();
      ByteArrayOutputStream whole = new ByteArrayOutputStream(model.length + 256);
      whole.write(model);
      coded = CodedOutputStream.newInstance(whole);
      coded.writeByteArray(7, graph.toByteArray());
      coded.flush();
      return whole.toByteArray();
    }
  }

  private record Features(String model, String layer)
      implements MapPartitionsFunction<Row, Row>, Serializable {
    @Override
    public Iterator<Row> call(Iterator<Row> files) throws OrtException, IOException {
      OrtSession session = Session.of(model, layer);
      return new Iterator<>() {
        private Iterator<Row> ready = List.<Row>of().iterator();

        @Override
        public boolean hasNext() {
          return ready.hasNext() || files.hasNext();
        }

        @Override
        public Row next() {
          if (!ready.hasNext()) {
            ready = batch(session, files).iterator();
          }
          return ready.next();
        }
      };
    }

    private List<Row> batch(OrtSession session, Iterator<Row> files) {
      List<String> ids = new ArrayList<>();
      float[] images = new float[BATCH * 3 * SIZE * SIZE];
      while (files.hasNext() && ids.size() < BATCH) {
        Row file = files.next();
        read(file.getAs("content"), images, ids.size() * 3 * SIZE * SIZE);
        ids.add(file.getString(0));
      }
      long[] shape = {ids.size(), 3, SIZE, SIZE};
      FloatBuffer numbers = FloatBuffer.wrap(images, 0, ids.size() * 3 * SIZE * SIZE);
      List<Row> rows = new ArrayList<>();
      try (OnnxTensor input =
              OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), numbers, shape);
          OrtSession.Result result = session.run(Map.of("input", input), Set.of(layer))) {
        float[][] features = (float[][]) result.get(0).getValue();
        for (int i = 0; i < ids.size(); i++) {
          rows.add(RowFactory.create(ids.get(i), features[i]));
        }
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime fails: " + e.getMessage(), e);
      }
      return rows;
    }

    private static void read(byte[] content, float[] images, int offset) {
      BufferedImage image;
      try {
        image = ImageIO.read(new ByteArrayInputStream(content));
      } catch (IOException e) {
        throw new IllegalStateException("ImageIO fails: " + e.getMessage(), e);
      }
      double scale = (double) SHORTER_SIDE / Math.min(image.getWidth(), image.getHeight());
      int width = (int) (image.getWidth() * scale);
      int height = (int) (image.getHeight() * scale);
      BufferedImage cropped = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = cropped.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, -(width - SIZE) / 2, -(height - SIZE) / 2, width, height, null);
      graphics.dispose();
      int[] pixels = cropped.getRGB(0, 0, SIZE, SIZE, null, 0, SIZE);
      for (int c = 0; c < 3; c++) {
        int shift = 16 - 8 * c;
        for (int p = 0; p < pixels.length; p++) {
          float value = (pixels[p] >> shift & 0xff) / 255f;
          images[offset + c * pixels.length + p] = (value - MEAN[c]) / STD[c];
        }
      }
    }
  }
}
