package io.convoy.core.model;

import java.util.List;

/**
 * How a network begins: by bands of rows, since its maps don't fit as a whole.
 *
 * @param count bands that an image is cut into
 * @param rows of the tallest map that a band makes; the last may have fewer
 * @param steps that are run by bands, the first ones of {@link Network#steps}
 * @param until the last tensor that is made by bands
 * @param kept tensors that are put together from bands for what follows
 * @param extraMultiplyAdds what rows that more than one band needs add to the arithmetic of an
 *     image
 */
public record RowBands(
    int count, int rows, int steps, String until, List<String> kept, long extraMultiplyAdds) {
  public RowBands {
    kept = List.copyOf(kept);
  }
}
