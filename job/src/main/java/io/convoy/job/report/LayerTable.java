package io.convoy.job.report;

import io.convoy.core.model.Layer;
import io.convoy.core.model.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tensors of a network as a table: what can be asked for, and what it costs to get there. */
public final class LayerTable {
  private LayerTable() {}

  /** A line of headings, then a tensor a line, in the order of the model. */
  public static List<String> lines(Network network) {
    List<Layer> layers = network.layers();
    int width = "layer".length();
    for (Layer layer : layers) {
      width = Math.max(width, layer.name().length());
    }
    long all = Math.max(1, network.work().multiplyAdds());
    String format = "%-" + width + "s  %-20s  %-18s  %13s  %6s";
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(Locale.ROOT, format, "layer", "operator", "shape", "multiply-adds", "share")
            .stripTrailing());
    for (Layer layer : layers) {
      long own = layer.work().multiplyAdds();
      lines.add(
          String.format(
              Locale.ROOT,
              format,
              layer.name(),
              layer.operator(),
              layer.shape(),
              own,
              String.format(Locale.ROOT, "%.1f%%", 100.0 * own / all)));
    }
    return lines;
  }
}
