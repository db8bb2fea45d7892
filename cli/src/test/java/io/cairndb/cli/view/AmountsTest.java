package io.cairndb.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Amounts read as a person would write them. */
class AmountsTest {

  @Test
  void oneThingIsOneAndEverythingElseIsSeveral() {
    assertEquals("0 items", Amounts.of(0, "item"));
    assertEquals("1 item", Amounts.of(1, "item"));
    assertEquals("2 items", Amounts.of(2, "item"));
    assertEquals("1,000,001 items", Amounts.of(1_000_001, "item"));
  }

  @Test
  void bytesHaveTheLargestUnitThatFits() {
    assertEquals("1023 B", Amounts.bytes(1_023));
    assertEquals("1.0 KiB", Amounts.bytes(1_024));
    assertEquals("1.5 MiB", Amounts.bytes(3 * 512 * 1_024));
  }

  @Test
  void durationsAreSecondsUntilThereIsAMinute() {
    assertEquals("59 s", Amounts.duration(59));
    assertEquals("1 min 05 s", Amounts.duration(65));
  }
}
