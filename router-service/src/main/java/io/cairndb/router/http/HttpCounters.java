package io.cairndb.router.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts over all connections. Thread-safe. */
final class HttpCounters {
  final AtomicLong connections = new AtomicLong();
  final LongAdder refusedConnections = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder refusedBodies = new LongAdder();
  final LongAdder refusedAnswers = new LongAdder();

  /** Requests read and not yet answered. */
  final AtomicLong underWay = new AtomicLong();
}
