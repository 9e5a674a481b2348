package io.convoy.job.cli;

import io.convoy.job.execute.RunException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether anybody listens where a standalone master should be. Spark itself tries for a minute and
 * then fails with whatever breaks first.
 */
final class StandaloneMaster {
  private static final String SCHEME = "spark://";
  private static final int TIMEOUT_MILLIS = 5_000;

  private StandaloneMaster() {}

  /**
   * Tries to connect to one of the masters that a URL names; other masters pass.
   *
   * @throws IllegalArgumentException where the URL names no host and port
   * @throws RunException where nobody listens
   */
  static void check(String master) throws RunException {
    if (!master.startsWith(SCHEME)) {
      return;
    }
    List<String> causes = new ArrayList<>();
    for (String address : master.substring(SCHEME.length()).split(",", -1)) {
      int colon = address.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        String host = address.substring(0, Math.max(0, colon));
        int port = Integer.parseInt(address.substring(colon + 1));
        socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        return;
      } catch (UnknownHostException e) {
        causes.add("unknown host");
      } catch (IOException e) {
        causes.add(e.getMessage());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "a standalone master is spark://HOST:PORT: master=" + master, e);
      }
    }
    throw new RunException(
        "no Spark master answers (scripts/cluster start starts one on this machine): master="
            + master
            + ", cause="
            + String.join(", ", causes));
  }
}
