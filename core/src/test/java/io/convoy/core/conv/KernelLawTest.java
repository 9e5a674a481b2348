package io.convoy.core.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.simd.Simd;
import io.convoy.core.tensor.Block;
import io.convoy.core.tensor.Range;
import io.convoy.core.tensor.Shape;
import io.convoy.core.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Law 1 for kernels: every kernel of the list gives the bits of its scalar twin on every problem,
 * whole or in slices. The build runs this class at 128, 256 and 512 bits.
 */
class KernelLawTest {
  private static final float MARKER = 12345.678f;

  static List<ConvSpec> problems() {
    return Stream.concat(
            RandomSpecs.of(20260101, 320).stream(),
            Stream.of(
                    // one reduction in one, two and many stretches, and tiles that are not full
                    "ic300ih9oc70oh9kh1",
                    "ic2300ih4oc70oh4kh1",
                    "ic250ih5oc40kh3ph1sh2",
                    "ic2100ih5oc20oh5kh3ph1",
                    "ic64ih14oc64oh14kh3ph1",
                    "mb2ic130ih7oc33oh7kh3ph1",
                    "ic600ih5oc16oh5kh1",
                    "mb2ic24ih6oc80kh1",
                    "mb2ic8ih5oc24kh1",
                    "mb2g2ic20ih5oc80kh1",
                    "mb3ic12ih5oc104kh1",
                    // pairs of pixels and of blocks of channels, full and not, in rows and across
                    "mb2ic48ih6oc128kh1",
                    "mb2ic40ih5iw7oc200kh1",
                    "ic2100ih3oc80kh1",
                    "ic4400ih3oc40kh1",
                    "mb3ic33ih23iw27oc250kh1",
                    "mb2ic16ih29oc144oh15kh1sh2",
                    "mb2ic31ih9iw3oc48kh1ow2sw2",
                    "ic512ih4oc70kh3sh2ph1",
                    "mb3ic20ih7oc130oh7kh3ph1",
                    // tiles of four and of three at stride 2, channels to spare, padding and none
                    "mb2ic19ih28oc40oh14kh3sh2ph1",
                    "ic34ih14oc130oh7kh3sh2ph1",
                    "mb2ic3ih19iw13oc5oh9ow6kh3sh2ph0",
                    "ic2100ih8iw7oc18kh3sh2ph1",
                    // tiles of six and of five, in two blocks and in two stretches
                    "mb2ic20ih18iw23oc40oh18ow23kh3ph1",
                    "mb7ic33ih17oc48oh17kh3ph1",
                    "ic2100ih11iw6oc18oh11ow6kh3ph1",
                    // and of 5×5
                    "mb2ic20ih14iw7oc40kh5ph2",
                    "ic34ih11oc66kh5ph0",
                    "ic2100ih7oc18kh5ph2",
                    "ic18ih9iw1oc96kh3kw1ph1pw0",
                    "ic3ih40oc17oh20kh7sh2ph3",
                    "g8ic32ih10oc64oh10kh3ph1",
                    "g32ic32ih20oc32oh20kh3ph1",
                    // few input channels, with rows and channels that fill no tile
                    "ic1ih30oc70oh30kh3ph1",
                    "mb2ic4ih9iw13oc16oh9ow13kh5kw3ph2pw1",
                    "ic2ih61oc40oh15kh11sh4ph3",
                    "ic3ih12iw5oc33oh12ow5kh3ph1",
                    // few output channels: several tiles a row and a part of one, several bands,
                    // dilation, padding wider than the map, rows skipped
                    "mb2ic1ih30iw81oc1kh3ph1",
                    "ic3ih12iw150oc2oh12ow150kh3kw5ph1pw2",
                    "ic70ih21iw40oc4oh21ow40kh3ph1",
                    "mb2ic2ih9iw33oc3oh5ow33kh3ph2pw4sh2sw1dh1dw3",
                    "ic6ih3iw4oc1oh3ow42kh3kw3ph1pw20",
                    // Winograd's lines: across and down, maps that fill no tile, padding larger
                    // than the kernel and beside the line, two stretches, ragged channels
                    "mb2ic19ih17oc35oh17kh1kw7ph0pw3",
                    "mb2ic19ih17oc35oh17kh7kw1ph3pw0",
                    "ic33ih8oc48oh8kh1kw3ph0pw1",
                    "ic33ih8oc48oh8kh3kw1ph1pw0",
                    "ic16ih9iw11oc5kh1kw5ph0pw2",
                    "ic5ih11iw9oc16kh5kw1ph2pw1",
                    "mb3ic3ih2iw5oc3kh1kw7ph1pw9",
                    "mb3ic3ih5iw2oc3kh7kw1ph9pw1",
                    "ic2100ih4iw9oc18oh4ow9kh1kw3ph0pw1",
                    "ic2100ih9iw4oc18oh9ow4kh3kw1ph1pw0",
                    "ic40iw200oc64kw7pw3",
                    // groups that fit a vector, and channels that end inside one
                    "g11ic22ih16oc22oh16kh3ph1",
                    "g9ic36ih9oc36oh5kh3ph1sh2",
                    "g5ic40ih8oc40oh8kh1kw3ph0pw1",
                    "g3ic48ih7oc48oh7kh3ph1",
                    // groups whose rows share what they read: of one vector, of a part and of two,
                    // narrow and ragged, many bands, padding of two, other widths of the kernel
                    "mb2g4ic128ih7oc128oh7kh3ph1",
                    "g2ic64ih3iw9oc40oh5ow9kh3ph2pw1",
                    "g16ic128ih12iw200oc128oh12ow200kh3ph1",
                    "g16ic64ih9iw8oc64oh9ow8kh3kw5ph1pw2",
                    "g16ic32ih6iw17oc32oh6ow17kh3kw1ph1pw0",
                    "g3ic15ih8iw5oc33oh8ow5kh3ph1",
                    "g8ic64ih2iw30oc64oh2ow14kh3ph1sh1sw2pw0",
                    "g4ic96ih5iw16oc96oh5ow16kh3ph1",
                    // depthwise: several outputs a channel, channels that end inside a vector or
                    // don't fill one, narrow maps, wide padding, lines
                    "mb2g53ic53ih7oc159oh7kh3ph1",
                    "g40ic40ih11oc80kh5ph3sh2",
                    "g5ic5ih8oc15kh3ph2dh1",
                    "g9ic9ih6oc36kh3ph4sh3",
                    "g127ic127ih9oc127oh9kh3ph1",
                    "g37ic37ih3oc37oh3kh5ph2",
                    "g33ic33ih2oc33kh3ph4dh2",
                    "g89ic89iw31oc89ow31kw7pw3",
                    "g61ic61ih2iw19oc61oh2ow19kh1kw9ph0pw4",
                    "mb2g300ic300ih9oc300oh5kh3sh2ph1",
                    "g272ic272ih8oc272oh4kh3sh2ph1",
                    "mb2g101ic101ih9iw11oc101kh3sh2ph1",
                    "g259ic259ih3iw12oc259kh3sh2ph1",
                    "g40ic40ih9iw14oc40kh3ph0",
                    "mb2g33ic33ih2iw5oc33oh2ow5kh3ph1",
                    "g64ic64ih1iw4oc64oh1ow4kh3ph1",
                    "g48ic48ih23oc48oh12kh5sh2ph2",
                    "g33ic33ih1iw9oc33oh1ow5kh5sh2ph2",
                    "g40ic40ih4iw9oc40oh2ow5kh5sh2ph2",
                    "mb2g20ic20ih19iw11oc20oh19ow11kh7kw1ph3pw0",
                    "g33ic33ih9iw9oc33oh12ow9kh4kw1ph3pw0",
                    "g24ic24iw8oc24ow8kw15pw7",
                    "ic7ih23oc5oh23kh5ph2",
                    "ic5iw97oc3ow97kw9pw4")
                .map(ConvSpec::parse))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyKernelGivesTheBitsOfItsTwin(ConvSpec spec) {
    Problem problem = Problem.random(spec, 1);
    for (ConvKernel kernel : applicable(spec)) {
      assertSameBits(
          problem.run(kernel.twin()), problem.run(kernel), kernel.name() + " on " + spec);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void slicesGiveTheBitsOfTheWholeAndTouchNothingElse(ConvSpec spec) {
    Problem problem = Problem.random(spec, 2);
    Random random = new Random(spec.toString().hashCode());
    for (ConvKernel kernel : applicable(spec)) {
      Block whole = problem.run(kernel);
      PreparedConv prepared = kernel.prepare(spec, problem.filter());
      Block joined = marked(spec.whole(), spec);
      int parts = 1 + random.nextInt(3);
      for (int i = 0; i < spec.images(); i++) {
        for (int c = 0; c < parts; c++) {
          for (int r = 0; r < 3; r++) {
            ConvSlice slice =
                new ConvSlice(
                    new Range(i, i + 1),
                    Range.part(spec.outputChannels(), parts, c),
                    Range.part(spec.height().output(), 3, r));
            computeSliceAlone(prepared, problem, slice, whole);
            prepared.run(problem.input(), joined, slice, scratchpad(prepared));
          }
        }
      }
      assertSameBits(whole, joined, kernel.name() + " in slices on " + spec);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void footprintIsWhatPreparingMakes(ConvSpec spec) {
    Problem problem = Problem.random(spec, 7);
    for (ConvKernel kernel : applicable(spec)) {
      PreparedConv prepared = kernel.prepare(spec, problem.filter());
      assertEquals(Footprint.of(prepared), kernel.footprint(spec), kernel.name() + " on " + spec);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void weightsOfSomeChannelsGiveTheBitsOfTheWhole(ConvSpec spec) {
    Problem problem = Problem.random(spec, 8);
    for (ConvKernel kernel : spec.groups() == 1 ? applicable(spec) : List.<ConvKernel>of()) {
      Block whole = problem.run(kernel);
      for (int part = 0; part < 2; part++) {
        int together = kernel instanceof StrassenConv ? ConvLayer.CHANNELS_TOGETHER : 1;
        int middle = (spec.outputChannels() + 1) / 2 / together * together;
        Range channels =
            part == 0 ? new Range(0, middle) : new Range(middle, spec.outputChannels());
        if (!channels.isEmpty()) {
          PreparedConv some =
              new SomeChannels(
                  spec,
                  channels,
                  kernel.prepare(
                      spec.withOutputChannels(channels.length()),
                      some(problem.filter(), channels)));
          computeSliceAlone(
              some,
              problem,
              new ConvSlice(Range.all(spec.images()), channels, Range.all(spec.height().output())),
              whole);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void residualAndActivationGiveTheBitsOfTheTwin(ConvSpec spec) {
    Random random = new Random(spec.toString().hashCode() * 31L);
    Activation[] activations = {
      Activation.RELU,
      Activation.RELU6,
      Activation.leakyRelu(0.1f),
      new Activation(Activation.Kind.HARD_SWISH, 0f, 0f)
    };
    ConvSpec active = spec.withActivation(activations[random.nextInt(activations.length)]);
    Problem problem = Problem.random(active, 4);
    Block residual = marked(active.whole(), active);
    for (int i = 0; i < residual.data().length; i++) {
      residual.data()[i] = random.nextFloat() - 0.5f;
    }
    for (ConvKernel kernel : applicable(active)) {
      Block expected = problem.run(kernel.twin(), residual);
      assertSameBits(expected, problem.run(kernel, residual), kernel.name() + " on " + active);
      Block inPlace =
          new Block(
              residual.images(),
              residual.channels(),
              residual.rows(),
              residual.columns(),
              residual.data().clone(),
              residual.offset());
      PreparedConv prepared = kernel.prepare(active, problem.filter());
      prepared.run(problem.input(), inPlace, inPlace, active.whole(), scratchpad(prepared));
      assertSameBits(expected, inPlace, kernel.name() + " in place on " + active);
    }
  }

  /** 1×1 layers of every width of a block, and depthwise ones that are read where they lie. */
  static List<ConvSpec> inPlace() {
    return Stream.of(
            "ic5ih6oc3kh1",
            "ic16ih7oc16kh1",
            "mb3ic9ih5oc24kh1",
            "mb2ic24ih7oc40kh1",
            "ic7ih9oc48kh1",
            "mb2ic8ih5oc57kh1",
            "ic16ih6oc80kh1",
            "mb3ic10ih5iw7oc130kh1",
            "mb2ic24ih4oc144kh1",
            "ic5ih5oc208kh1",
            "mb2ic9ih5oc72kh1",
            "mb2ic6ih7oc9kh1",
            "mb2ic17ih9oc40oh5kh1sh2",
            "ic12ih3iw2oc24kh1",
            "ic6ih1oc40kh1",
            "mb2g2ic10ih6oc48kh1",
            "g3ic12ih5oc72kh1",
            "mb2g33ic33ih9iw7oc33oh9ow7kh3ph1",
            "g40ic40ih9oc40oh5kh3sh2ph1",
            "g18ic18ih9oc18oh5kh5sh2ph2",
            "mb2g20ic20ih9iw11oc20oh9ow11kh1kw7ph0pw3",
            "g20ic20ih11iw3oc20oh11ow3kh7kw1ph3pw0")
        .map(ConvSpec::parse)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("inPlace")
  void activationsOfWhatIsReadWhereItLiesGiveTheBitsOfTheTwin(ConvSpec spec) {
    for (Activation activation :
        List.of(
            Activation.NONE,
            Activation.RELU,
            Activation.RELU6,
            Activation.clip(-1f, 0.5f),
            new Activation(Activation.Kind.HARD_SWISH, 0f, 0f))) {
      ConvSpec active = spec.withActivation(activation);
      Problem problem = Problem.random(active, 9);
      Block residual = problem.run(new ReferenceConv());
      for (ConvKernel kernel : applicable(active)) {
        String what = kernel.name() + " on " + active;
        assertSameBits(problem.run(kernel.twin()), problem.run(kernel), what);
        Block expected = problem.run(kernel.twin(), residual);
        assertSameBits(expected, problem.run(kernel, residual), what + " with a residual");
        Block inPlace = problem.run(new ReferenceConv());
        PreparedConv prepared = kernel.prepare(active, problem.filter());
        prepared.run(problem.input(), inPlace, inPlace, active.whole(), scratchpad(prepared));
        assertSameBits(expected, inPlace, what + " in place");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void sumsThatUnderflowToMinusZeroStaySoWithoutABias(ConvSpec spec) {
    Problem random = Problem.random(spec, 6);
    Problem problem = new Problem(spec, Filter.of(random.filter().weights()), random.input());
    float[] weights = problem.filter().weights().data();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1e-30f;
    }
    float[] input = problem.input().data();
    for (int i = 0; i < input.length; i++) {
      input[i] = i % 3 == 0 ? 1e-30f : -1e-30f;
    }
    for (ConvKernel kernel : applicable(spec)) {
      assertSameBits(
          problem.run(kernel.twin()), problem.run(kernel), kernel.name() + " on " + spec);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aLayerWithoutBiasGivesTheBitsOfItsTwin(ConvSpec spec) {
    Problem random = Problem.random(spec, 7);
    Problem problem = new Problem(spec, Filter.of(random.filter().weights()), random.input());
    for (ConvKernel kernel : applicable(spec)) {
      assertSameBits(
          problem.run(kernel.twin()), problem.run(kernel), kernel.name() + " on " + spec);
    }
  }

  @ParameterizedTest
  @MethodSource("problems")
  void infiniteAndNanWeightsMeetThePaddingAsZeros(ConvSpec spec) {
    Problem problem = Problem.random(spec, 5);
    float[] weights = problem.filter().weights().data();
    weights[0] = Float.POSITIVE_INFINITY;
    weights[weights.length - 1] = Float.NaN;
    for (ConvKernel kernel : applicable(spec)) {
      if (kernel.twin() instanceof ReferenceConv) {
        assertSameBits(
            problem.run(kernel.twin()), problem.run(kernel), kernel.name() + " on " + spec);
      }
    }
  }

  /** Computes a slice into a block of its own size and from no more rows than it says it reads. */
  private static void computeSliceAlone(
      PreparedConv prepared, Problem problem, ConvSlice slice, Block whole) {
    if (slice.isEmpty()) {
      return;
    }
    ConvSpec spec = prepared.spec();
    Block band =
        cut(
            problem.input(),
            slice.images(),
            slice.inputChannels(spec),
            prepared.inputRows(slice.outputRows()));
    Block alone = marked(slice, spec);
    prepared.run(band, alone, slice, scratchpad(prepared));
    assertSameBits(
        cut(whole, slice.images(), slice.outputChannels(), slice.outputRows()),
        alone,
        "slice " + slice + " of " + spec);
  }

  private static Block cut(Block whole, Range images, Range channels, Range rows) {
    Block part = Block.zeros(images, channels, rows, whole.columns());
    for (int n = images.from(); n < images.to(); n++) {
      for (int h = rows.from(); h < rows.to(); h++) {
        for (int w = 0; w < whole.columns(); w++) {
          for (int c = channels.from(); c < channels.to(); c++) {
            part.data()[part.index(n, c, h, w)] = whole.data()[whole.index(n, c, h, w)];
          }
        }
      }
    }
    return part;
  }

  private static Filter some(Filter whole, Range channels) {
    float[] weights = whole.weights().data();
    int each = weights.length / whole.outputChannels();
    int[] extents = whole.weights().shape().extents();
    extents[0] = channels.length();
    return new Filter(
        new Tensor(
            Shape.of(extents),
            Arrays.copyOfRange(weights, channels.from() * each, channels.to() * each)),
        Arrays.copyOfRange(whole.bias(), channels.from(), channels.to()));
  }

  private static List<ConvKernel> applicable(ConvSpec spec) {
    return ConvKernels.all().stream().filter(k -> k.whyNot(spec).isEmpty()).toList();
  }

  private static float[] scratchpad(PreparedConv prepared) {
    return new float[prepared.scratchpadFloats()];
  }

  private static Block marked(ConvSlice slice, ConvSpec spec) {
    Block block =
        Block.zeros(
            slice.images(), slice.outputChannels(), slice.outputRows(), spec.width().output());
    Arrays.fill(block.data(), MARKER);
    return block;
  }

  private static void assertSameBits(Block expected, Block actual, String what) {
    assertEquals(expected.data().length, actual.data().length, what);
    for (int i = expected.offset(); i < expected.data().length; i++) {
      int e = Float.floatToIntBits(expected.data()[i]);
      int a = Float.floatToIntBits(actual.data()[i]);
      if (e != a) {
        assertTrue(
            false,
            what
                + " at "
                + Simd.bits()
                + " bits: element "
                + i
                + " expected "
                + expected.data()[i]
                + " was "
                + actual.data()[i]);
      }
    }
  }

  /** Numbers for a problem. */
  private record Problem(ConvSpec spec, Filter filter, Block input) {
    static Problem random(ConvSpec spec, long seed) {
      Random random = new Random(seed);
      Tensor weights = Tensor.zeros(spec.weightsShape());
      float[] bias = new float[spec.outputChannels()];
      Block input =
          Block.zeros(
              Range.all(spec.images()),
              Range.all(spec.inputChannels()),
              Range.all(spec.height().input()),
              spec.width().input());
      fill(weights.data(), random);
      fill(bias, random);
      fill(input.data(), random);
      return new Problem(spec, new Filter(weights, bias), input);
    }

    private static void fill(float[] numbers, Random random) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian();
      }
    }

    Block run(ConvKernel kernel) {
      return run(kernel, null);
    }

    Block run(ConvKernel kernel, Block residual) {
      PreparedConv prepared = kernel.prepare(spec, filter);
      Block output = marked(spec.whole(), spec);
      prepared.run(input, residual, output, spec.whole(), scratchpad(prepared));
      return output;
    }
  }
}
