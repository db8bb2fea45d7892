package io.cairndb.standalone;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;

/**
 * What the cores of this process see of the machine.
 *
 * @param root data directory
 */
record World(
    Clock clock,
    RandomSource random,
    HybridClock hybridClock,
    FileSystem files,
    Path root,
    Workers workers) {

  static World of(StandaloneOptions options, int nodeId) {
    Clock clock = Clock.system();
    RandomSource random = RandomSource.system();
    return new World(
        clock,
        random,
        new HybridClock(clock, nodeId, random),
        options.memory() ? new MemoryFileSystem() : new LocalFileSystem(),
        options.memory() ? Path.of("/memory") : options.dataDirectory(),
        Workers.platform("cairn-engine"));
  }

  static ThreadFactory threads(String name) {
    return Thread.ofPlatform().daemon(true).name(name + "-", 0).factory();
  }
}
