package io.convoy.job.serde;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import io.convoy.core.conv.Activation;
import io.convoy.core.conv.ConvOptions;
import io.convoy.core.conv.Filter;
import io.convoy.core.conv.Padding;
import io.convoy.core.image.ImageSize;
import io.convoy.core.image.Preprocess;
import io.convoy.core.io.Compression;
import io.convoy.core.io.OutputFormat;
import io.convoy.core.model.Wanted;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.plan.Grid;
import io.convoy.job.plan.OnError;
import io.convoy.job.plan.Pool;
import io.convoy.job.plan.Reading;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.plan.TaskMemory;
import io.convoy.job.source.FileList;
import java.util.HashMap;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * Every class that a run sends, told to Kryo. The order is part of what goes over the wire, so
 * driver and executors run the same jar.
 */
public final class ConvoyRegistrator implements KryoRegistrator {
  /**
   * Makes Spark serialise with Kryo, with this list, and with nothing that is not on it.
   *
   * @return {@code configuration}
   */
  public static SparkConf apply(SparkConf configuration) {
    return configuration
        .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .set("spark.kryo.registrator", ConvoyRegistrator.class.getName())
        .set("spark.kryo.registrationRequired", "true");
  }

  /**
   * Checks that Spark was started with {@link #apply}.
   *
   * @throws IllegalArgumentException where it was not
   */
  public static void check(SparkConf configuration) {
    String registrator = configuration.get("spark.kryo.registrator", "");
    if (!registrator.contains(ConvoyRegistrator.class.getName())) {
      throw new IllegalArgumentException(
          "Spark must be started with Convoy's serializers, ConvoyRegistrator.apply(conf): "
              + "spark.kryo.registrator="
              + registrator);
    }
  }

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(Block.class, new BlockSerializer());
    kryo.register(PieceKey.class, new PieceKeySerializer());
    register(kryo, Message.Piece.class);
    register(kryo, Message.Run.class);
    register(kryo, Message.Reject.class);
    register(kryo, Message.Effort.class);
    register(kryo, TaskMemory.class);
    register(kryo, Unit.class);
    // Its fields, as it takes no elements one by one.
    kryo.register(FileList.class, new FieldSerializer<>(kryo, FileList.class));
    register(kryo, PartResult.class);
    register(kryo, ProbedFiles.class);
    kryo.register(RecordSizes.class);

    kryo.register(SharedRun.class);
    register(kryo, RunSettings.class);
    register(kryo, ColumnOutline.class);
    kryo.register(ColumnOutline[].class);
    register(kryo, ConvOperation.class);
    register(kryo, NetworkOperation.class);
    register(kryo, Wanted.class);
    kryo.register(Wanted[].class);
    kryo.register(Wanted.Pooling.class);
    register(kryo, Reading.class);
    register(kryo, Bank.Numbers.class);
    register(kryo, Bank.Place.class);
    register(kryo, Filter.class);
    kryo.register(Tensor.class);
    kryo.register(Shape.class);
    register(kryo, ConvOptions.class);
    register(kryo, Padding.class);
    register(kryo, Activation.class);
    kryo.register(Activation.Kind.class);
    register(kryo, Preprocess.class);
    kryo.register(Preprocess.Order.class);
    register(kryo, ImageSize.class);
    register(kryo, Grid.class);
    kryo.register(Pool.class);
    kryo.register(OnError.class);
    kryo.register(OutputFormat.class);
    kryo.register(Compression.class);

    kryo.register(Optional.class);
    kryo.register(HashMap.class);
    kryo.register(String[].class);
    kryo.register(long[].class);
    kryo.register(int[].class);
    kryo.register(float[].class);
  }

  private static <T extends Record> void register(Kryo kryo, Class<T> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }
}
