package io.cairndb.env;

import java.util.concurrent.ThreadFactory;

/** Where background activities get their threads from. Thread-safe. */
public interface Workers {

  /** Starts a worker for {@code task}; {@code name} is for diagnosis. */
  Worker start(String name, Runnable task);

  /** One platform thread, made by {@code threads}, for each worker. */
  static Workers threads(ThreadFactory threads) {
    return new ThreadWorkers(threads);
  }

  /** One daemon platform thread, its name led by {@code prefix}, for each worker. */
  static Workers platform(String prefix) {
    return ThreadWorkers.platform(prefix);
  }
}
