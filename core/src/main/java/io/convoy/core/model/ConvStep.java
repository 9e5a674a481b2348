package io.convoy.core.model;

import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution, or a product with a constant matrix, by one of the kernels; all images at once.
 */
final class ConvStep implements Step {
  private final int index;
  private final PreparedConv conv;
  private final Place input;
  private final Place residual;
  private final Place output;

  /**
   * @param index which of the network's convolutions it is
   * @param residual may be null
   */
  ConvStep(int index, PreparedConv conv, Place input, Place residual, Place output) {
    this.index = index;
    this.conv = conv;
    this.input = input;
    this.residual = residual;
    this.output = output;
  }

  PreparedConv conv() {
    return conv;
  }

  @Override
  public void run(Run run) {
    ConvSpec spec = conv.spec();
    ConvSlice slice =
        new ConvSlice(
            Range.all(run.images()),
            Range.all(spec.outputChannels()),
            Range.all(spec.height().output()));
    Block in = block(run, input, spec.height().input(), spec.width().input());
    Block out = block(run, output, spec.height().output(), spec.width().output());
    Block added =
        residual == null
            ? null
            : block(run, residual, spec.height().output(), spec.width().output());
    run.arena().conv(index).run(in, added, out, slice, run.arena().scratch());
  }

  /** A place as a block; one that is part of a wider one starts at its own channels. */
  private static Block block(Run run, Place place, int rows, int columns) {
    return new Block(
        Range.all(run.images()),
        Range.all(place.step()),
        Range.all(rows),
        columns,
        run.activations(),
        run.base(place, 0));
  }

  @Override
  public List<Place> places() {
    List<Place> places = new ArrayList<>(List.of(input, output));
    if (residual != null) {
      places.add(residual);
    }
    return places;
  }

  @Override
  public String algorithm() {
    return conv.algorithm();
  }
}
