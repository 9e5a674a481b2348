package io.convoy.core.model;

import io.convoy.core.model.graph.Graph;
import io.convoy.core.model.graph.TensorInfo;
import io.convoy.core.model.onnx.OnnxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * A network as its ONNX file has it: read and checked, not yet made ready for images of a size,
 * which is what {@link Network#compile} does.
 *
 * <p>Immutable. Weights of a file that was mapped stay in the file until something computes with
 * them.
 */
public final class Model {
  private final String path;
  private final Graph graph;

  private Model(String path, Graph graph) {
    this.path = path;
    this.graph = graph;
  }

  /** Opens what a model keeps outside its own file. */
  @FunctionalInterface
  public interface ExternalData {
    /**
     * The bytes of the file at {@code location}, which is relative to the model's folder and has
     * been checked not to lead out of it; little-endian, position 0.
     */
    ByteBuffer open(String location) throws IOException;
  }

  /**
   * Reads an ONNX file of this machine; it is mapped, and so is its external data.
   *
   * @throws IOException where a file can't be read, or isn't a whole ONNX model; one line that
   *     begins with the path
   * @throws IllegalArgumentException where the model breaks a rule, with the node and the rule; one
   *     line that begins with the path
   */
  public static Model read(Path file) throws IOException {
    return new Model(file.toString(), OnnxFile.map(file));
  }

  /**
   * Reads a model whose bytes are somewhere else.
   *
   * @param path what errors call it
   * @param bytes the whole file
   * @param external where external data comes from
   */
  public static Model read(String path, ByteBuffer bytes, ExternalData external)
      throws IOException {
    return new Model(path, OnnxFile.parse(path, bytes, external::open));
  }

  /** What errors call it. */
  public String path() {
    return path;
  }

  public Graph graph() {
    return graph;
  }

  /** What must be given to run it, in the file's order: name, type, dimensions. */
  public List<TensorInfo> inputs() {
    return graph.inputs();
  }

  /** The tensors that the model itself calls its outputs. */
  public List<String> outputs() {
    return graph.outputs();
  }

  /**
   * Every tensor that can be asked for, inputs first, then in the order in which nodes make them.
   */
  public List<String> tensors() {
    return graph.tensors();
  }

  /**
   * The number of images that the file fixes, where its first input doesn't leave that open. A
   * network is run image by image wherever its operators aren't convolutions, so any number of
   * images can be run whatever stands here.
   */
  public OptionalInt fixedImages() {
    if (inputs().isEmpty() || inputs().get(0).dimensions().isEmpty()) {
      return OptionalInt.empty();
    }
    int extent = inputs().get(0).extent(0);
    return extent < 0 ? OptionalInt.empty() : OptionalInt.of(extent);
  }
}
