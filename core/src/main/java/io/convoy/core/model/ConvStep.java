package io.convoy.core.model;

import io.convoy.core.conv.ConvLayer;
import io.convoy.core.conv.ConvSlice;
import io.convoy.core.conv.ConvSpec;
import io.convoy.core.conv.PreparedConv;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolution, or a product with a constant matrix, by one of the kernels; all images at once.
 *
 * <p>A function behind it that kernels don't know is applied in place, band by band, while what the
 * kernel wrote is still in the cache. Bands are of images or of rows; no bit depends on them.
 */
final class ConvStep implements RowStep {
  /** What a band writes at most: a second cache holds about as much. */
  private static final int BAND_BYTES = 512 << 10;

  /** With fewer rows than this for each thread, threads share out channels. */
  private static final int FEW_ROWS = 8;

  /** Rows of a band are a multiple of it, and on to the end of a tile, if the kernel has tiles. */
  private static final int ROWS = 4;

  private final int index;
  private final PreparedConv conv;
  private final Place input;
  private final Place residual;
  private final Place output;
  private final ElementSteps.Function after;

  /**
   * @param index which of the network's convolutions it is
   * @param residual may be null
   */
  ConvStep(int index, PreparedConv conv, Place input, Place residual, Place output) {
    this(index, conv, input, residual, output, null);
  }

  private ConvStep(
      int index,
      PreparedConv conv,
      Place input,
      Place residual,
      Place output,
      ElementSteps.Function after) {
    this.index = index;
    this.conv = conv;
    this.input = input;
    this.residual = residual;
    this.output = output;
    this.after = after;
  }

  /** Whether it writes there, and nothing is done to that yet. */
  boolean canFinish(Place place) {
    return output == place && after == null;
  }

  /** The same, and a function applied to what it writes. */
  ConvStep then(ElementSteps.Function function) {
    return new ConvStep(index, conv, input, residual, output, function);
  }

  /** Its number among the convolutions of the network. */
  int index() {
    return index;
  }

  PreparedConv conv() {
    return conv;
  }

  @Override
  public void run(Run run, Range rows) {
    if (after == null) {
      run(run, Range.all(run.images()), rows);
      return;
    }
    int row = Float.BYTES * output.channels() * output.columns();
    long image = (long) row * rows.length();
    int images = (int) Math.max(1, BAND_BYTES / Math.max(1, image));
    int band = rows.length();
    if (image > BAND_BYTES) {
      band = Math.max(ROWS, BAND_BYTES / row / ROWS * ROWS);
    }
    for (int n = 0; n < run.images(); n += images) {
      Range some = new Range(n, Math.min(run.images(), n + images));
      for (int oh = rows.from(); oh < rows.to(); ) {
        int end = tileEnd(Math.min(rows.to(), oh + band));
        Range lines = new Range(oh, Math.min(rows.to(), end));
        run(run, some, lines);
        finish(run, some, lines);
        oh = lines.to();
      }
    }
  }

  /**
   * Channels where rows are few, so that the weights, which are then more than the maps, are read
   * once and not by each part; otherwise rows.
   */
  @Override
  public void run(Run run, int part, int parts) {
    ConvSpec spec = conv.spec();
    int rows = spec.height().output();
    boolean few = rows < FEW_ROWS * parts;
    int group = spec.groups() == 1 ? 1 : spec.groupOutputChannels();
    int together = (ConvLayer.CHANNELS_TOGETHER + group - 1) / group * group;
    if (few && after == null && spec.outputChannels() >= together * parts) {
      Range own = part(spec.outputChannels(), together, part, parts);
      run(run, new ConvSlice(Range.all(run.images()), own, Range.all(rows)));
      return;
    }
    Range own = part(rows, few ? 1 : ROWS, part, parts);
    own = new Range(tileEnd(own.from()), tileEnd(own.to()));
    if (!own.isEmpty()) {
      run(run, own);
    }
  }

  /** A row, or the next one at which a cut goes through no tile. */
  private int tileEnd(int row) {
    return row == 0 ? 0 : conv.rowsComputed(new Range(row - 1, row)).to();
  }

  /** One part of an extent that is cut only at multiples of {@code unit}. */
  private static Range part(int extent, int unit, int part, int parts) {
    Range units = Range.part((extent + unit - 1) / unit, parts, part);
    return new Range(units.from() * unit, Math.min(extent, units.to() * unit));
  }

  private void run(Run run, Range images, Range rows) {
    run(run, new ConvSlice(images, Range.all(conv.spec().outputChannels()), rows));
  }

  private void run(Run run, ConvSlice slice) {
    ConvSpec spec = conv.spec();
    Block in = block(run, input, spec.height().input(), spec.width().input());
    Block out = block(run, output, spec.height().output(), spec.width().output());
    Block added =
        residual == null
            ? null
            : block(run, residual, spec.height().output(), spec.width().output());
    run.arena().conv(index).run(in, added, out, slice, run.arena().scratch());
  }

  private void finish(Run run, Range images, Range rows) {
    float[] data = run.activations();
    int columns = conv.spec().width().output();
    int channels = conv.spec().outputChannels();
    int pixels = rows.length() * columns;
    boolean dense = output.step() == channels;
    int stretches = dense ? 1 : pixels;
    int count = dense ? pixels * channels : channels;
    for (int n = images.from(); n < images.to(); n++) {
      int from = run.base(output, n) + rows.from() * columns * output.step();
      for (int p = 0; p < stretches; p++) {
        int at = from + p * output.step();
        after.stretch().apply(data, at, data, at, count);
      }
    }
  }

  /** A place as a block; one that is part of a wider one starts at its own channels. */
  private static Block block(Run run, Place place, int rows, int columns) {
    Range held = run.held(place, rows);
    return new Block(
        Range.all(run.images()),
        Range.all(place.step()),
        held,
        columns,
        run.activations(),
        run.base(place, 0) + held.from() * columns * place.step());
  }

  @Override
  public Place rowsOf() {
    return output;
  }

  @Override
  public List<Place> reads() {
    return residual == null ? List.of(input) : List.of(input, residual);
  }

  @Override
  public Range rowsRead(Place read, Range rows) {
    Range added = read == residual ? rows : Range.NONE;
    return read == input ? conv.inputRows(rows).hull(added) : added;
  }

  /** Tiles are computed whole, however few of their rows are asked for. */
  @Override
  public int rowsComputed(Range rows) {
    return conv.rowsComputed(rows).length();
  }

  @Override
  public List<Place> places() {
    List<Place> places = new ArrayList<>(List.of(input, output));
    if (residual != null) {
      places.add(residual);
    }
    return places;
  }

  /** The sum may lie where the summand lies, but for a summand that is convolved as well. */
  @Override
  public Optional<InPlace> inPlace() {
    boolean summandOnly = residual != null && residual.root() != input.root();
    return summandOnly ? Optional.of(new InPlace(residual, output)) : Optional.empty();
  }

  @Override
  public long operations() {
    return after == null ? 0 : output.elements * after.operations();
  }

  @Override
  public String algorithm() {
    return conv.algorithm();
  }
}
