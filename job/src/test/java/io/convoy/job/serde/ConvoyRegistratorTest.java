package io.convoy.job.serde;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.esotericsoftware.kryo.KryoException;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.job.plan.RecordSizes;
import io.convoy.job.plan.TaskMemory;
import io.convoy.job.source.FileList;
import java.nio.ByteBuffer;
import java.util.HashMap;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

class ConvoyRegistratorTest {
  private final SerializerInstance kryo =
      new KryoSerializer(ConvoyRegistrator.apply(new SparkConf(false))).newInstance();

  @Test
  void blockKeepsItsBoxAndItsBits() {
    float[] data = new float[2 * 3 * 5 * 1000 + 7];
    for (int i = 0; i < data.length; i++) {
      // All kinds of floats: NaNs with a payload, infinities, denormals.
      data[i] = Float.intBitsToFloat(i * 0x9E3779B9);
    }
    data[0] = -0f;
    Block block = new Block(new Range(4, 6), new Range(16, 19), new Range(7, 12), 1000, data);
    Block copy = roundTrip(block);
    assertEquals(block.toString(), copy.toString());
    assertEquals(2 * 3 * 5 * 1000, copy.data().length);
    for (int i = 0; i < copy.data().length; i++) {
      assertEquals(Float.floatToRawIntBits(data[i]), Float.floatToRawIntBits(copy.data()[i]));
    }
  }

  @Test
  void blockIsLittleLongerThanItsNumbers() {
    Block block = Block.zeros(Range.all(1), Range.all(64), Range.all(56), 56);
    assertEquals(4 * 64 * 56 * 56, serialise(block).remaining(), 32);
  }

  @Test
  void emptyBlockTravels() {
    Block block = new Block(Range.all(1), Range.all(3), new Range(2, 2), 9, new float[0]);
    assertEquals(block.toString(), roundTrip(block).toString());
  }

  @Test
  void recordsTravel() {
    PieceKey key = new PieceKey(3, PieceKey.LAST, 7);
    assertEquals(key, roundTrip(key));
    Message.Reject reject = new Message.Reject("a b.png", "empty file");
    assertEquals(reject, roundTrip(reject));
    FileList files = new FileList();
    files.add("/a/x", 7, 8);
    Unit unit = new Unit(1, 2, 3, 4, files, new long[] {5}, new long[] {6});
    assertEquals(unit.files(), roundTrip(unit).files());
    HashMap<String, Long> rejects = new HashMap<>();
    rejects.put("empty file", 2L);
    PartResult result =
        new PartResult(
            0, "a", "", 1, 2, "ab", "", rejects, new long[] {1, 2}, new TaskMemory(1, 2, 3, 4, 5));
    assertEquals(rejects, roundTrip(result).rejects());
    RecordSizes sizes = new RecordSizes();
    sizes.add(3, 12, 3, 2, 2);
    assertEquals(3, roundTrip(new ProbedFiles(new long[] {3}, sizes)).sizes().records());
  }

  @Test
  void classThatIsNotOnTheListIsRefused() {
    Throwable refused = assertThrows(RuntimeException.class, () -> serialise(new Thread()));
    assertEquals(
        true, refused instanceof KryoException || refused instanceof IllegalArgumentException);
  }

  private ByteBuffer serialise(Object value) {
    return kryo.serialize(value, ClassTag$.MODULE$.apply(Object.class));
  }

  @SuppressWarnings("unchecked")
  private <T> T roundTrip(T value) {
    return (T) kryo.deserialize(serialise(value), ClassTag$.MODULE$.apply(Object.class));
  }
}
