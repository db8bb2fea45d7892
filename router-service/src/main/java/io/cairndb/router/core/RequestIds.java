package io.cairndb.router.core;

import io.cairndb.env.RandomSource;

/**
 * Makes the ids of requests. The second half is fixed for the process, so an id costs two draws.
 * Thread-safe when the source is.
 */
final class RequestIds {
  private final RandomSource random;
  private final String process;

  RequestIds(RandomSource random) {
    this.random = random;
    this.process = new RequestId(random.nextLong(), random.nextLong(), "").toString();
  }

  RequestId next() {
    return new RequestId(random.nextLong(), random.nextLong(), process);
  }
}
