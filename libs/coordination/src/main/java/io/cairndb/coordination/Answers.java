package io.cairndb.coordination;

/** What routing must know about answers. */
public interface Answers<A> {

  /** Whether the partition refused the request, untouched, because it was addressed wrongly. */
  boolean isStaleRoute(A answer);

  /** The answer to a request that found its group without partitions. */
  A unknownGroup();

  /** The answer to a request refused because too many are under way. */
  A overloaded();

  /** The answer to a request whose deadline had passed before it was sent. */
  A deadlineExceeded();
}
