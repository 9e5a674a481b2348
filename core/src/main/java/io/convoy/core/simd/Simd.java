package io.convoy.core.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The species that the kernels compute with: the widest that the processor likes, or the one that
 * the system property {@code convoy.simd.bits} forces (128, 256 or 512), for tests.
 *
 * <p>The width changes the speed and never a bit: lanes are output channels.
 */
public final class Simd {
  /** The property that forces a width. */
  public static final String BITS_PROPERTY = "convoy.simd.bits";

  /** A constant to the compiler, without which a kernel runs forty times slower. */
  public static final VectorSpecies<Float> SPECIES = species(System.getProperty(BITS_PROPERTY));

  /** The same width in integers, for what is done with the bits of floats. */
  public static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

  /** Floats in a vector. */
  public static final int LANES = SPECIES.length();

  /**
   * Vector registers: 32 with AVX-512 (at any width) and on AArch64, otherwise 16. The Vector API
   * doesn't tell; the preferred width and the architecture do.
   */
  public static final int REGISTERS =
      FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512
              || System.getProperty("os.arch").equals("aarch64")
          ? 32
          : 16;

  static {
    EveryOperatorMicroKernel.show();
  }

  private Simd() {}

  /** Bits of a vector. */
  public static int bits() {
    return SPECIES.vectorBitSize();
  }

  private static VectorSpecies<Float> species(String bits) {
    if (bits == null || bits.isEmpty()) {
      return FloatVector.SPECIES_PREFERRED;
    }
    return switch (bits) {
      case "128", "256", "512" ->
          VectorSpecies.of(float.class, VectorShape.forBitSize(Integer.parseInt(bits)));
      default ->
          throw new IllegalArgumentException(
              BITS_PROPERTY + " must be 128, 256 or 512: " + BITS_PROPERTY + "=" + bits);
    };
  }
}
