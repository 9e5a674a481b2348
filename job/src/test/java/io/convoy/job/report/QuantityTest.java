package io.convoy.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class QuantityTest {
  @Test
  void bytesGoInPowersOf1024() {
    assertEquals("1023 bytes", Quantity.bytes(1023));
    assertEquals("1.0 KiB", Quantity.bytes(1024));
    assertEquals("1.5 MiB", Quantity.bytes(3 << 19));
    assertEquals("200 GiB", Quantity.bytes(200L << 30));
  }

  @Test
  void countsGoInThousands() {
    assertEquals("999", Quantity.count(999));
    assertEquals("1.2 million", Quantity.count(1_200_000));
    assertEquals("762 million", Quantity.count(761_661_684));
  }

  @Test
  void secondsGrowIntoHours() {
    assertEquals("0.04 s", Quantity.seconds(0.04));
    assertEquals("12 s", Quantity.seconds(12.3));
    assertEquals("3 min 5 s", Quantity.seconds(185));
    assertEquals("2 h 10 min", Quantity.seconds(7800));
  }
}
