package io.convoy.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.core.model.TestNetworks.Example;
import io.convoy.core.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad models and bad requests end in one line that names node, rule and value. */
final class ModelErrorsTest {
  private static final Shape IMAGE = Shape.of(3, 8, 8);

  @TempDir private Path folder;

  private Model read(OnnxWriter writer) throws IOException {
    return Model.read("m.onnx", ByteBuffer.wrap(writer.bytes()), this::none);
  }

  private ByteBuffer none(String location) throws IOException {
    throw new IOException("no external data: " + location);
  }

  private static OnnxWriter writer() {
    return new OnnxWriter(1).input("x", -1, 3, -1, -1);
  }

  private String rule(OnnxWriter writer) {
    return assertThrows(IllegalArgumentException.class, () -> read(writer)).getMessage();
  }

  private String rule(OnnxWriter writer, Shape image, String... wanted) throws IOException {
    Model model = read(writer);
    NetworkRequest request =
        NetworkRequest.of(model, image).wanting(Arrays.stream(wanted).map(Wanted::parse).toList());
    return assertThrows(IllegalArgumentException.class, () -> Network.compile(model, request))
        .getMessage();
  }

  private String failure(byte[] bytes) {
    return assertThrows(
            IOException.class, () -> Model.read("m.onnx", ByteBuffer.wrap(bytes), this::none))
        .getMessage();
  }

  @Test
  void whatIsNotOnnxIsSaidToBeNone() {
    String message = failure("GIF89a, a picture".getBytes(StandardCharsets.UTF_8));
    assertTrue(message.startsWith("m.onnx: not an ONNX model"), message);
    assertEquals("m.onnx: not an ONNX model, the file is empty", failure(new byte[0]));
  }

  @Test
  void aFileThatEndsTooSoonIsNamed() {
    byte[] whole = writer().node("Relu", "y", "x").output("y").bytes();
    String message = failure(Arrays.copyOf(whole, whole.length / 2));
    assertTrue(message.startsWith("m.onnx: not an ONNX model, or cut short: bytes="), message);
  }

  @Test
  void aMissingFileIsNamed() {
    Path file = folder.resolve("none.onnx");
    String message = assertThrows(IOException.class, () -> Model.read(file)).getMessage();
    assertEquals(file + ": no such file", message);
  }

  @Test
  void aCycleIsNamedWithItsNodes() {
    OnnxWriter m = writer().node("Add", "a", "x b").node("Relu", "b", "a").output("b");
    String message = rule(m);
    assertTrue(
        message.contains("these nodes make a cycle: nodes=[Add \"a_node\", Relu \"b_node\"]")
            || message.contains("nodes=[Relu \"b_node\", Add \"a_node\"]"),
        message);
  }

  @Test
  void aMissingInitializerIsNamedWithItsNode() {
    assertEquals(
        "m.onnx: a node reads a tensor that nothing makes, an initializer may be missing:"
            + " node=Conv \"y_node\", tensor=w",
        rule(writer().node("Conv", "y", "x w").output("y")));
  }

  @Test
  void anOpsetThatIsTooNewIsNamed() {
    assertEquals(
        "m.onnx: the model's operators are newer than those known here: opset=99, newest=25;"
            + " export with an older opset",
        rule(writer().node("Relu", "y", "x").output("y").opset(99)));
  }

  @Test
  void shapesThatDisagreeNameBothTensorsAndTheNode() throws IOException {
    OnnxWriter m = writer().weights("w", 1, 4, 3, 1, 1).node("Conv", "c", "x w");
    m.node("Add", "y", "c x").output("y");
    assertEquals(
        "m.onnx: Add \"y_node\": extents must be equal or 1 to go together:"
            + " c FLOAT[1, 4, 8, 8] and x FLOAT[1, 3, 8, 8]"
            + "; the last layer that can be extracted: c",
        rule(m, IMAGE));
  }

  @Test
  void anUnknownLayerSuggestsTheNearest() throws IOException {
    OnnxWriter m = writer().node("Relu", "layer1/relu", "x").node("Tanh", "out", "layer1/relu");
    String message = rule(m.output("out"), IMAGE, "layer1/rely");
    assertEquals(
        "m.onnx: no layer of that name: layer=layer1/rely, nearest=[layer1/relu, x, out]", message);
  }

  @Test
  void imagesThatDontFitAreNamed() throws IOException {
    OnnxWriter m = new OnnxWriter(1).input("x", 1, 3, 224, 224).node("Relu", "y", "x").output("y");
    assertEquals(
        "m.onnx: an image must have the channels and the size that the model takes:"
            + " image=(4, 224, 224), model=x FLOAT (1, 3, 224, 224)",
        rule(m, Shape.of(4, 224, 224)));
  }

  @Test
  void aMissingOperatorIsNamedWithTheLastLayerBeforeIt() throws IOException {
    OnnxWriter m = writer().node("Relu", "r", "x").node("NonZero", "y", "r").output("y");
    assertEquals(
        "m.onnx: NonZero \"y_node\": the operator is not supported;"
            + " the last layer that can be extracted: r",
        rule(m, IMAGE));
    Model model = read(m);
    NetworkRequest request = NetworkRequest.of(model, IMAGE).wanting(List.of(Wanted.of("r")));
    assertEquals("r", Network.compile(model, request).outputs().get(0).name());
  }

  @Test
  void int8ModelsAreNamed() throws IOException {
    String message = rule(writer().node("QLinearConv", "y", "x").output("y"), IMAGE);
    assertEquals(
        "m.onnx: QLinearConv \"y_node\": int8 models are not supported,"
            + " export the model in single precision",
        message);
  }

  @Test
  void externalDataStaysInTheFolder() throws IOException {
    Path file = folder.resolve("m.onnx");
    for (String location : List.of("../w.bin", "/etc/passwd", "a/../../w.bin", "..\\w.bin")) {
      OnnxWriter m = writer().external("w", location, 1, 3, 1, 1).node("Conv", "y", "x w");
      Files.write(file, m.output("y").bytes());
      String message = assertThrows(IOException.class, () -> Model.read(file)).getMessage();
      assertEquals(
          file + ": external data must stay in the model's folder: location=" + location, message);
    }
    OnnxWriter m = writer().external("w", "w.bin", 1, 3, 1, 1).node("Conv", "y", "x w");
    Files.write(file, m.output("y").bytes());
    assertEquals(
        file + ": external data is missing: location=w.bin",
        assertThrows(IOException.class, () -> Model.read(file)).getMessage());
    Path outside = Files.createTempFile("outside", ".bin");
    Files.createSymbolicLink(folder.resolve("w.bin"), outside);
    assertEquals(
        file + ": external data must stay in the model's folder: location=w.bin",
        assertThrows(IOException.class, () -> Model.read(file)).getMessage());
    Files.delete(outside);
  }

  @Test
  void externalDataIsRead() throws IOException {
    Path file = folder.resolve("m.onnx");
    OnnxWriter m = writer().external("w", "w.bin", 1, 3, 1, 1).node("Conv", "y", "x w");
    Files.write(file, m.output("y").bytes());
    ByteBuffer weights = ByteBuffer.allocate(12).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    weights.putFloat(1).putFloat(10).putFloat(100);
    Files.write(folder.resolve("w.bin"), weights.array());
    Model model = Model.read(file);
    Network network = Network.compile(model, NetworkRequest.of(model, Shape.of(3, 1, 1)));
    float[][] out = {new float[1]};
    network.run(1, new float[][] {{1, 2, 3}}, out, network.arena(1));
    assertEquals(321f, out[0][0]);
    Files.write(folder.resolve("w.bin"), new byte[8]);
    String message = assertThrows(IOException.class, () -> Model.read(file)).getMessage();
    assertTrue(message.contains("external data ends too soon"), message);
  }

  @Test
  void aRunCantStartAtATensorThatIsFoldedAway() throws IOException {
    Example example = TestNetworks.all().get("residual");
    Model model = NetworkAgreementTest.model(example);
    NetworkRequest request =
        NetworkRequest.of(model, example.image()).from("c2", Shape.of(16, 9, 8));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Network.compile(model, request))
            .getMessage();
    assertEquals(
        "test.onnx: a run can't start at a tensor that is folded into the next with other bits:"
            + " tensor=c2, start from=n2",
        message);
  }
}
