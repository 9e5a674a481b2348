package io.convoy.core.model;

import io.convoy.core.conv.PreparedConv;
import io.convoy.core.cost.Work;
import io.convoy.core.simd.Caches;
import io.convoy.core.tensor.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model made ready for images of one size: kernels with packed weights, steps in order, memory
 * laid out.
 *
 * <p>Every image is computed as a batch of one by the model's rules; images go through a
 * convolution together only because that is faster. So bits don't depend on the number of images,
 * and a model that fixes its batch can be run with any.
 *
 * <p>Immutable, and so shared by threads; each needs an {@link Arena} of its own.
 */
public final class Network {
  /**
   * Activations of a batch are kept below it where that is possible: most second and third caches.
   */
  private static final long BATCH_BYTES = 64L << 20;

  private static final int MOST_IMAGES = 8;

  /**
   * The part of what steps read and write that comes from memory where a batch is larger than the
   * caches, as far as time tells: 0.2 to 0.5 on the networks that were measured.
   */
  private static final double FROM_MEMORY = 0.3;

  /** What one array can hold. */
  private static final long MOST_FLOATS = Integer.MAX_VALUE - 8L;

  private final List<Port> inputs;
  private final List<Port> outputs;
  private final List<Layer> layers;
  private final List<StepFacts> facts;
  private final Step[] steps;
  private final List<PreparedConv> convs;
  private final long imageFloats;

  /** The first of the steps that take more images at once, and the floats of one in them. */
  private final int gatheredFrom;

  private final long gatheredFloats;
  private final int slackFloats;
  private final String explanation;

  /** Steps that are run by bands of rows because that is faster. */
  private final List<Cascade> cascades;

  /** How the first steps are run where they don't fit as a whole; otherwise null. */
  private final Bands bands;

  private final RowBands said;

  private Network(
      Compiler compiler, Lowering lowering, long arenaBytes, Cutting cutting, Cascading cascading) {
    this.inputs = compiler.inputs();
    this.outputs = compiler.outputs();
    this.layers = compiler.layers();
    this.explanation = compiler.explanation();
    this.convs = List.copyOf(lowering.convs());
    int widest = 0;
    for (Step step : lowering.steps()) {
      for (Place place : step.places()) {
        widest = Math.max(widest, place.step());
      }
    }
    // A part of a wider place is read as a block that starts later, and so ends later.
    this.slackFloats = Arena.START + widest;
    long others = slackFloats + scratchFloats(lowering.steps(), resized(1, 1, List.of()));
    long most = Math.min(arenaBytes / Float.BYTES - others, MOST_FLOATS - slackFloats);
    BandSearch search = new BandSearch(lowering.steps(), lowering.facts());
    Optional<Bands> found = cutting.cut(search, most);
    if (found.isEmpty()) {
      this.steps = lowering.steps().toArray(new Step[0]);
      List<Step> all = lowering.steps();
      // Two stretches, one for each kind of place, may take up to twice what they take as one; and
      // with cascades places are alive for longer.
      boolean roomForTwo = 2 * search.wholeFloats() <= most;
      int gathered =
          roomForTwo
              ? GatheredEnd.first(
                  all, search.wholeFloats(), BATCH_BYTES / Float.BYTES / MOST_IMAGES, MOST_IMAGES)
              : steps.length;
      this.cascades = roomForTwo ? cascading.find(all, gathered) : List.of();
      this.facts = facts(lowering, cascades);
      cascades.forEach(Cascade::hold);
      int behind = cascades.isEmpty() ? 0 : cascades.get(cascades.size() - 1).end();
      this.gatheredFrom = Math.max(gathered, behind);
      GatheredEnd.mark(all.subList(gatheredFrom, steps.length));
      this.imageFloats = ArenaLayout.assign(all, false, cascades);
      this.gatheredFloats = ArenaLayout.assign(all, true);
      this.bands = null;
      this.said = null;
      return;
    }
    this.bands = found.get();
    this.cascades = List.of();
    List<StepFacts> ordered = search.facts(bands.prefix());
    this.facts =
        IntStream.range(0, ordered.size())
            .mapToObj(s -> ordered.get(s).computed(bands.times(s)))
            .toList();
    this.steps = search.order(bands.prefix()).toArray(new Step[0]);
    this.imageFloats = bands.floats();
    this.gatheredFrom = steps.length;
    this.gatheredFloats = 0;
    this.said = said(bands, facts, search.extraMultiplyAdds(bands));
  }

  private static List<StepFacts> facts(Lowering lowering, List<Cascade> cascades) {
    List<StepFacts> facts = new ArrayList<>(lowering.facts());
    for (Cascade cascade : cascades) {
      for (int s = cascade.first(); s < cascade.end(); s++) {
        long floats = cascade.cachedFloats(lowering.steps().get(s));
        facts.set(s, facts.get(s).cached(Float.BYTES * floats));
      }
    }
    return List.copyOf(facts);
  }

  private static RowBands said(Bands bands, List<StepFacts> facts, long extra) {
    return new RowBands(
        bands.count(),
        bands.height(),
        bands.prefix(),
        facts.get(bands.prefix() - 1).tensor(),
        bands.kept(),
        extra);
  }

  /**
   * Infers shapes, folds, fuses, chooses kernels and packs weights.
   *
   * @throws IllegalArgumentException where a size doesn't fit, a tensor that is asked for is
   *     unknown, or an operator isn't implemented; one line that begins with the model's path and
   *     names node and rule
   */
  public static Network compile(Model model, NetworkRequest request) {
    return compile(model, request, new PackedWeights());
  }

  /**
   * The same, with weights that are packed for other networks of the same model, and for the next.
   */
  public static Network compile(Model model, NetworkRequest request, PackedWeights weights) {
    return compile(model, request, weights, BandSearch::within, CascadeSearch::find);
  }

  /** How a network is cut into bands of rows, if at all. */
  @FunctionalInterface
  interface Cutting {
    /**
     * @param floats that activations of an image may take
     */
    Optional<Bands> cut(BandSearch search, long floats);
  }

  /** Which steps are run as cascades. */
  @FunctionalInterface
  interface Cascading {
    /**
     * @param end the step after the last that should be in one
     */
    List<Cascade> find(List<Step> steps, int end);
  }

  static Network compile(
      Model model,
      NetworkRequest request,
      PackedWeights weights,
      Cutting cutting,
      Cascading cascading) {
    try {
      Compiler compiler = new Compiler(model, request);
      compiler.run();
      Lowering lowering = new Lowering(compiler.draft(), request.algorithm(), weights);
      lowering.run(List.copyOf(request.inputs().keySet()));
      return new Network(compiler, lowering, request.arenaBytes(), cutting, cascading);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(model.path() + ": " + e.getMessage(), e);
    }
  }

  /** What goes in, in the order in which {@link #run} takes it. */
  public List<Port> inputs() {
    return inputs;
  }

  /** What comes out, in the order in which it was asked for; globs in the order of the model. */
  public List<Port> outputs() {
    return outputs;
  }

  /**
   * The tensors of the model on the way to what is wanted, as the file has them, fused away or not,
   * in order: any of them can be asked for.
   */
  public List<Layer> layers() {
    return layers;
  }

  /** What is run, in order. */
  public List<StepFacts> steps() {
    return facts;
  }

  /** How the first steps are run by bands of rows; empty where all maps are there as a whole. */
  public Optional<RowBands> bands() {
    return Optional.ofNullable(said);
  }

  /** Which neighbouring steps are run by bands of rows because that is faster. */
  List<Cascade> cascades() {
    return cascades;
  }

  /** What one image costs, all steps together, were no row computed twice. */
  public Work work() {
    Work sum = Work.NONE;
    for (StepFacts step : facts) {
      sum = sum.plus(step.work());
    }
    return sum;
  }

  /** The graph before and after, and between them what each pass did; text of many lines. */
  public String explain() {
    return explanation;
  }

  /** How many images are best given to a run, where there are as many. */
  public int preferredImages() {
    return gatheredFrom < steps.length ? MOST_IMAGES : mostTogether();
  }

  /**
   * How many images are best run at once. Those whose activations stay in a core's share of the
   * last cache, where it saves more traffic than reading the weights the more often costs;
   * otherwise as many as share the weights well.
   */
  private int mostTogether() {
    long each = Math.max(1, 4L * imageFloats);
    int most = (int) Math.max(1, Math.min(MOST_IMAGES, BATCH_BYTES / each));
    int cached = (int) Math.min(most, Caches.HERE.level3() / each);
    if (cached < 1) {
      return most;
    }
    double weights = repeatedBytes() * (1.0 / cached - 1.0 / most);
    double activations = 2.0 * work().bytesWritten();
    return weights < FROM_MEMORY * activations ? cached : most;
  }

  /** Bytes of the weights that are read anew for each part of the images. */
  private long repeatedBytes() {
    long bytes = weightBytes();
    for (Step step : gathered()) {
      bytes -= step instanceof ConvStep conv ? conv.conv().packedBytes() : 0;
    }
    return bytes;
  }

  /** The last steps, which take more images at once than those before. */
  private List<Step> gathered() {
    return List.of(steps).subList(gatheredFrom, steps.length);
  }

  /** Bytes of an {@link #arena} for so many images. */
  public long arenaBytes(int images) {
    PreparedConv[] resized = resized(together(images), gathered(images), gathered());
    return 4L * (activationFloats(images) + scratchFloats(List.of(steps), resized));
  }

  /** How many of so many images a step computes together. */
  public int together(int images, int step) {
    return step < gatheredFrom ? together(images) : gathered(images);
  }

  /** How many of so many images go through the first steps at once. */
  private int together(int images) {
    return evenPart(gathered(images), mostTogether());
  }

  /** How many of so many images go through the last steps at once. */
  private static int gathered(int images) {
    return evenPart(images, MOST_IMAGES);
  }

  /** So many images in even parts, of which none is larger than {@code most}. */
  private static int evenPart(int images, int most) {
    int parts = (images + most - 1) / most;
    return (images + parts - 1) / parts;
  }

  /**
   * Bytes of packed weights, which all threads share, and networks that were compiled with the same
   * {@link PackedWeights}.
   */
  public long weightBytes() {
    return convs.stream().mapToLong(PreparedConv::packedBytes).sum();
  }

  /** Memory for one thread to run up to so many images at once. */
  public Arena arena(int images) {
    if (images < 1) {
      throw new IllegalArgumentException("images must be at least 1: images=" + images);
    }
    int together = together(images);
    if (activationFloats(images) > MOST_FLOATS) {
      throw new IllegalArgumentException(
          "activations must fit into one array, take fewer images or smaller ones: images="
              + together
              + ", bytes="
              + Float.BYTES * activationFloats(images));
    }
    PreparedConv[] resized = resized(together, gathered(images), gathered());
    return new Arena(
        images,
        gathered(images),
        together,
        (int) gatheredStart(together),
        new float[(int) activationFloats(images)],
        new float[scratchFloats(List.of(steps), resized)],
        resized);
  }

  /**
   * Memory for several threads to run the same images together, one arena for each; the bits are
   * those of one thread. Where images are as many as threads, an arena and images of its own for
   * each is faster: then nobody waits.
   *
   * @throws IllegalArgumentException where the network is run by bands of rows, one after the other
   */
  public List<Arena> arenas(int images, int threads) {
    if (bands != null) {
      throw new IllegalArgumentException(
          "bands of rows are run by one thread, one after the other: threads=" + threads);
    }
    Arena first = arena(images);
    Crew crew = new Crew(threads);
    List<Arena> arenas = new ArrayList<>();
    for (int part = 0; part < threads; part++) {
      arenas.add(new Arena(first, crew, part));
    }
    return List.copyOf(arenas);
  }

  /** Floats that hold activations of as many of so many images as are run together. */
  private long activationFloats(int images) {
    return together(images) * imageFloats + gathered(images) * gatheredFloats + slackFloats;
  }

  /** Where gathered places start: behind those that hold fewer images. */
  private long gatheredStart(int together) {
    return Arena.START + together * imageFloats;
  }

  /** The convolutions for the images that they compute together. */
  private PreparedConv[] resized(int together, int gatheredImages, List<Step> gathered) {
    PreparedConv[] resized = new PreparedConv[convs.size()];
    for (int i = 0; i < resized.length; i++) {
      resized[i] = convs.get(i).resized(convs.get(i).spec().withImages(together));
    }
    for (Step step : gathered) {
      if (step instanceof ConvStep conv) {
        int i = conv.index();
        resized[i] = convs.get(i).resized(convs.get(i).spec().withImages(gatheredImages));
      }
    }
    return resized;
  }

  private static int scratchFloats(List<Step> steps, PreparedConv[] resized) {
    int most = 0;
    for (PreparedConv conv : resized) {
      most = Math.max(most, conv.scratchpadFloats());
    }
    for (Step step : steps) {
      most = Math.max(most, step.scratchFloats());
    }
    return most;
  }

  /**
   * Runs some images, as many at once as is fastest. Allocates nothing that grows with the data.
   *
   * <p>With one of several {@link #arenas} it computes its part, and returns when all is computed;
   * the threads of the others call it at the same time with the same arguments.
   *
   * @param images how many, at most {@link Arena#images}
   * @param inputs for each of {@link #inputs}, the numbers of all images, one after the other, each
   *     (C, H, W)
   * @param outputs for each of {@link #outputs}, room for those of all images
   * @throws IllegalArgumentException where an array is too short, or the arena too small
   */
  public void run(int images, float[][] inputs, float[][] outputs, Arena arena) {
    compute(images, inputs, outputs, arena, null);
  }

  /** The same, and adds to {@code times} what each step took. */
  public void run(int images, float[][] inputs, float[][] outputs, Arena arena, StepTimes times) {
    compute(images, inputs, outputs, arena, times);
  }

  /**
   * @param times may be null
   */
  private void compute(
      int images, float[][] inputs, float[][] outputs, Arena arena, StepTimes times) {
    check(images, inputs, outputs, arena);
    for (int from = 0; from < images; from += arena.gathered()) {
      int count = Math.min(arena.gathered(), images - from);
      int parts = (count + arena.together() - 1) / arena.together();
      for (int p = 0; p < parts; p++) {
        Range some = Range.part(count, parts, p);
        Range part = new Range(from + some.from(), from + some.to());
        int first = 0;
        if (bands != null) {
          bands.run(part, inputs, outputs, arena, times);
          first = bands.prefix();
        }
        Run run = Run.whole(part.from(), part.length(), inputs, outputs, arena);
        run(first, gatheredFrom, run, times);
      }
      run(gatheredFrom, steps.length, Run.whole(from, count, inputs, outputs, arena), times);
    }
  }

  private void run(int from, int to, Run run, StepTimes times) {
    int i = from;
    for (Cascade cascade : cascades) {
      if (from <= cascade.first() && cascade.first() < to) {
        each(i, cascade.first(), run, times);
        cascade.run(run, times);
        i = cascade.end();
      }
    }
    each(i, to, run, times);
  }

  private void each(int from, int to, Run run, StepTimes times) {
    for (int i = from; i < to; i++) {
      long start = System.nanoTime();
      run.arena().run(steps[i], run);
      if (times != null) {
        times.add(i, System.nanoTime() - start);
      }
    }
  }

  private void check(int images, float[][] in, float[][] out, Arena arena) {
    if (images < 1 || images > arena.images()) {
      throw new IllegalArgumentException(
          "an arena must be made for as many images: images="
              + images
              + ", arena="
              + arena.images());
    }
    check("inputs", inputs, images, in);
    check("outputs", outputs, images, out);
  }

  private static void check(String what, List<Port> ports, int images, float[][] arrays) {
    if (arrays.length != ports.size()) {
      throw new IllegalArgumentException(
          "one array a port: " + what + "=" + arrays.length + ", ports=" + ports.size());
    }
    for (int i = 0; i < arrays.length; i++) {
      long needed = images * ports.get(i).shape().elements();
      if (arrays[i].length < needed) {
        throw new IllegalArgumentException(
            "an array must hold all images: "
                + what
                + "="
                + ports.get(i)
                + ", images="
                + images
                + ", length="
                + arrays[i].length
                + ", needed="
                + needed);
      }
    }
  }
}
