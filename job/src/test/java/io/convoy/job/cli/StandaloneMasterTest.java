package io.convoy.job.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.job.execute.RunException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master that isn't there is named at once, not after Spark's minute. */
class StandaloneMasterTest {
  @Test
  void masterThatIsNotThereIsNamedInOneLine() throws IOException {
    String master = "spark://127.0.0.1:" + portThatNobodyHas();
    RunException failure = assertThrows(RunException.class, () -> StandaloneMaster.check(master));
    assertEquals(
        "no Spark master answers (scripts/cluster start starts one on this machine): master="
            + master
            + ", cause=Connection refused",
        failure.getMessage());
  }

  @Test
  void oneOfSeveralMastersIsEnough() throws IOException {
    try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String masters =
          "spark://127.0.0.1:" + portThatNobodyHas() + ",127.0.0.1:" + here.getLocalPort();
      assertDoesNotThrow(() -> StandaloneMaster.check(masters));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://", "spark://host", "spark://:7077x", "spark://host:70777"})
  void urlWithoutHostAndPortIsWrong(String master) {
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> StandaloneMaster.check(master));
    assertEquals("a standalone master is spark://HOST:PORT: master=" + master, wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "local-cluster[1,1,1024]", "yarn", "k8s://https://host:1"})
  void otherMastersPass(String master) {
    assertDoesNotThrow(() -> StandaloneMaster.check(master));
  }

  private static int portThatNobodyHas() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertTrue(socket.getLocalPort() > 0);
      return socket.getLocalPort();
    }
  }
}
