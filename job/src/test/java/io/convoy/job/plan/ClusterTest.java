package io.convoy.job.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTest {
  @Test
  void fieldsMayStandInAnyOrder() {
    Cluster cluster = new Cluster(1000, 8, 16L << 30);
    assertEquals(cluster, Cluster.parse("executors=1000,cores=8,memory=16g"));
    assertEquals(cluster, Cluster.parse("memory=16384m, cores=8, executors=1000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "big",
        "executors=1000",
        "executors=1000,cores=8",
        "executors=0,cores=8,memory=16g",
        "executors=ten,cores=8,memory=16g",
        "executors=1,cores=8,memory=lots",
        "executors=1,cores=8,memory=16g,disks=4",
        "executors=1,executors=2,cores=8,memory=16g",
        "executors=99999999,cores=8,memory=16g",
      })
  void anythingElseIsRefusedInOneLineThatShowsHow(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Cluster.parse(text)).getMessage();
    assertTrue(message.startsWith("cluster must give "), message);
    assertTrue(
        message.endsWith("for instance executors=1000,cores=8,memory=16g: cluster=" + text),
        message);
  }

  @Test
  void sizesAreThoseOfSparksOptions() {
    assertEquals(512L << 20, ByteSize.parse("512m"));
    assertEquals(2L << 30, ByteSize.parse("2G"));
    assertEquals(4L << 40, ByteSize.parse("4tb"));
    assertEquals(100, ByteSize.parse("100"));
    for (String text : new String[] {"", "0", "m", "1.5g", "-1g", "9999999999999g"}) {
      assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text), text);
    }
    assertEquals("2m", ByteSize.print((1 << 20) + 1));
  }
}
