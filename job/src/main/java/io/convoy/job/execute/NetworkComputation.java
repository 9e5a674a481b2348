package io.convoy.job.execute;

import io.convoy.core.model.Arena;
import io.convoy.core.model.Network;
import io.convoy.core.model.Port;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import io.convoy.job.serde.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a network on one batch of records after the other. Belongs to one task. */
final class NetworkComputation implements Computation {
  private final SharedNetwork shared;
  private final MemoryGauge gauge;

  /** What the last batch was run with; most records have the size of the one before. */
  private Shape shape;

  private Network network;
  private Arena arena;
  private float[][] inputs;
  private float[][] outputs;

  NetworkComputation(SharedNetwork shared, MemoryGauge gauge) {
    this.shared = shared;
    this.gauge = gauge;
  }

  @Override
  public int batch() {
    return shared.batch();
  }

  @Override
  public List<Message> compute(List<InputRecord> records) {
    List<Message> messages = new ArrayList<>(records.size());
    int from = 0;
    while (from < records.size()) {
      Shape size = records.get(from).tensor().shape();
      int to = from + 1;
      while (to < records.size() && records.get(to).tensor().shape().equals(size)) {
        to++;
      }
      compute(size, records.subList(from, to), messages);
      from = to;
    }
    return messages;
  }

  /** Records of one size. */
  private void compute(Shape size, List<InputRecord> records, List<Message> messages) {
    try {
      prepare(size);
    } catch (IllegalArgumentException e) {
      records.forEach(record -> messages.add(new Message.Reject(record.id(), e.getMessage())));
      return;
    }
    int elements = Math.toIntExact(size.elements());
    for (int i = 0; i < records.size(); i++) {
      System.arraycopy(records.get(i).tensor().data(), 0, inputs[0], i * elements, elements);
    }
    network.run(records.size(), inputs, outputs, arena);
    for (int i = 0; i < records.size(); i++) {
      messages.add(new Message.Row(records.get(i).id(), values(i)));
    }
    measure(records.size(), elements);
  }

  /** The buffers, and beside them the records as they came and what goes on of each. */
  private void measure(int records, int elements) {
    long made = 0;
    for (int column = 0; column < outputs.length; column++) {
      made += outputs[column].length + records * network.outputs().get(column).shape().elements();
    }
    gauge.convolving(
        inputs[0].length + (long) records * elements, made, arena.bytes() / Float.BYTES);
  }

  private void prepare(Shape size) {
    if (size.equals(shape)) {
      return;
    }
    shape = null;
    network = shared.network(size);
    arena = network.arena(batch());
    inputs = new float[][] {new float[Math.toIntExact(batch() * size.elements())]};
    outputs = new float[network.outputs().size()][];
    for (int column = 0; column < outputs.length; column++) {
      Port port = network.outputs().get(column);
      outputs[column] = new float[Math.toIntExact(batch() * port.shape().elements())];
    }
    shape = size;
  }

  /** What image {@code i} of the batch gives, in arrays of its own. */
  private Tensor[] values(int i) {
    Tensor[] values = new Tensor[outputs.length];
    for (int column = 0; column < values.length; column++) {
      Shape of = network.outputs().get(column).shape();
      int elements = Math.toIntExact(of.elements());
      float[] own = Arrays.copyOfRange(outputs[column], i * elements, (i + 1) * elements);
      values[column] = new Tensor(of, own);
    }
    return values;
  }
}
