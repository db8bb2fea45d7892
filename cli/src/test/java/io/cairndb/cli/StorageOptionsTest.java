package io.cairndb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.node.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is written on the command line is what the engines are told. */
class StorageOptionsTest {
  private static StorageSettings settings(String... arguments) {
    return CommandLine.populateCommand(new StorageOptions(), arguments).settings();
  }

  @Test
  void nothingSaysTheDefaults() {
    assertEquals(StorageSettings.DEFAULT, settings());
  }

  @Test
  void everythingCanBeSaid() {
    StorageSettings expected =
        new StorageSettings(
            Path.of("/keys"),
            new StorageSettings.Memory(8 << 20, 4 << 20),
            StorageSettings.compression(Compression.NONE, Compression.ZSTD, 3),
            new StorageSettings.Tables(8 << 10, 0, 64 << 10, 2 << 10, 1 << 20),
            new StorageSettings.Compaction(2, 9 << 20),
            StorageSettings.scrub(1 << 20, Duration.ofHours(12)));
    assertEquals(
        expected,
        settings(
            "--keystore=/keys",
            "--write-buffers=8m",
            "--block-cache=4m",
            "--compression=none",
            "--bottommost-compression=zstd",
            "--zstd-level=3",
            "--block-size=8k",
            "--filter-bits=0",
            "--index-whole=64k",
            "--index-partition=2k",
            "--read-ahead=1m",
            "--compaction-workers=2",
            "--compaction-rate=9m",
            "--scrub-rate=1m",
            "--scrub-pause=12h"));
  }
}
