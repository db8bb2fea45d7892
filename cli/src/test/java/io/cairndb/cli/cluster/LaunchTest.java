package io.cairndb.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The memory outside a service's heap follows from the heap that was asked for. */
class LaunchTest {
  @Test
  void buffersTakeThreeQuartersOfTheHeap() {
    assertEquals(384 << 10, Launch.directKibibytes("512m"));
    assertEquals(1536 << 10, Launch.directKibibytes("2G"));
    assertEquals(600 << 10, Launch.directKibibytes("819200k"));
    assertEquals(128 << 10, Launch.directKibibytes("64m"), "too little to work with otherwise");
  }
}
