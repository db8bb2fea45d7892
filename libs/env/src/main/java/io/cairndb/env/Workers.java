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

  /**
   * Whether the caller runs on a thread that belongs to a worker. What may wait for a worker must
   * not be done there: it could be waiting for itself.
   */
  static boolean isWorkerThread() {
    return ThreadWorkers.isCurrentThread();
  }
}
