package io.convoy.job.execute;

import io.convoy.core.model.Model;
import io.convoy.core.model.Network;
import io.convoy.core.model.NetworkRequest;
import io.convoy.core.model.PackedWeights;
import io.convoy.core.tensor.Shape;
import io.convoy.job.serde.NetworkOperation;
import io.convoy.job.source.ModelFile;
import io.convoy.job.source.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that an executor has read, and the networks that it was compiled to, one a size of
 * images; shared by the executor's tasks.
 */
final class SharedNetwork {
  /** Sizes that are kept compiled: each has its own steps. */
  private static final int SIZES_KEPT = 64;

  private final NetworkOperation operation;
  private final Model model;
  private final PackedWeights weights;
  private final Map<Shape, Network> networks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, Network> eldest) {
          return size() > SIZES_KEPT;
        }
      };

  private SharedNetwork(NetworkOperation operation, Model model, PackedWeights weights) {
    this.operation = operation;
    this.model = model;
    this.weights = weights;
  }

  /** A model that this JVM has read, and the weights that it has packed of it. */
  static SharedNetwork of(NetworkOperation operation, Model model, PackedWeights weights) {
    return new SharedNetwork(operation, model, weights);
  }

  /** Reads the model of a run, and holds that it is the one that the run was planned with. */
  static SharedNetwork load(NetworkOperation operation, Storage storage) {
    ModelFile file;
    try {
      file = ModelFile.read(storage, operation.model());
    } catch (IOException | IllegalArgumentException e) {
      throw new UncheckedIOException(
          "an executor can't read the model, it must lie where all of them can: path="
              + operation.model()
              + ", cause="
              + e.getMessage(),
          e instanceof IOException io ? io : new IOException(e));
    }
    if (!file.digest().equals(operation.digest())) {
      throw new UncheckedIOException(
          new IOException(
              "an executor finds another model than the driver did: path="
                  + operation.model()
                  + ", sha256="
                  + file.digest()
                  + ", expected="
                  + operation.digest()));
    }
    return new SharedNetwork(operation, file.model(), new PackedWeights());
  }

  /** Images that are computed together. */
  int batch() {
    return operation.batch();
  }

  /**
   * The network for records of a shape; whoever needs the same waits for it.
   *
   * @throws IllegalArgumentException where the model doesn't take them
   */
  synchronized Network network(Shape record) {
    Network network = networks.get(record);
    if (network == null) {
      NetworkRequest request =
          new NetworkRequest(
              Map.of(operation.tensor(), record), List.of(operation.wanted()), "auto");
      network = Network.compile(model, request.within(operation.arenaLimit()), weights);
      networks.put(record, network);
    }
    return network;
  }
}
