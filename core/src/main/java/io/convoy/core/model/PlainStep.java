package io.convoy.core.model;

import io.convoy.core.model.graph.DataType;
import io.convoy.core.model.graph.Value;
import io.convoy.core.model.operator.Prepared;
import io.convoy.core.model.operator.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator as its definition computes it, image by image. Whole numbers travel through the arena
 * as floats.
 */
final class PlainStep implements Step {
  /** A number taken from a tensor of any type, or put there: no vectors, a few nanoseconds. */
  private static final int ONE_BY_ONE = 200;

  private final Prepared prepared;

  /** Constants, and null where a place is read or an input is left out. */
  private final Value[] constants;

  private final Place[] inputs;
  private final DataType[] types;
  private final Place[] outputs;

  /**
   * @param inputs null where the input is constant or left out
   * @param types what the operator takes each input for
   * @param outputs null where nobody reads an output
   */
  PlainStep(
      Prepared prepared, Value[] constants, Place[] inputs, DataType[] types, Place[] outputs) {
    this.prepared = prepared;
    this.constants = constants;
    this.inputs = inputs;
    this.types = types;
    this.outputs = outputs;
  }

  @Override
  public void run(Run run) {
    for (int n = 0; n < run.images(); n++) {
      Value[] in = constants.clone();
      for (int i = 0; i < in.length; i++) {
        if (inputs[i] != null) {
          in[i] = typed(image(run, inputs[i], n), types[i]);
        }
      }
      Value[] out = new Value[outputs.length];
      for (int i = 0; i < out.length; i++) {
        TensorType type = prepared.outputs().get(i);
        boolean straight = outputs[i] != null && type.type() == DataType.FLOAT;
        out[i] = straight ? image(run, outputs[i], n) : type.zeros();
      }
      prepared.body().run(in, out);
      for (int i = 0; i < out.length; i++) {
        if (outputs[i] != null && prepared.outputs().get(i).type() != DataType.FLOAT) {
          Value to = image(run, outputs[i], n);
          for (int k = 0; k < to.elements(); k++) {
            to.set(k, out[i].real(k));
          }
        }
      }
    }
  }

  private static Value image(Run run, Place place, int n) {
    return Value.part(run.activations(), run.base(place, n), place.extents);
  }

  private static Value typed(Value floats, DataType type) {
    if (type == DataType.FLOAT) {
      return floats;
    }
    Value typed = Value.zeros(type, floats.extents());
    for (int k = 0; k < floats.elements(); k++) {
      typed.set(k, floats.real(k));
    }
    return typed;
  }

  @Override
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Place place : inputs) {
      if (place != null) {
        places.add(place);
      }
    }
    for (Place place : outputs) {
      if (place != null) {
        places.add(place);
      }
    }
    return places;
  }

  @Override
  public long operations() {
    long numbers = prepared.multiplyAdds();
    for (Place place : places()) {
      numbers += place.elements;
    }
    return numbers * ONE_BY_ONE;
  }

  @Override
  public String algorithm() {
    return "plain";
  }
}
