package io.cairndb.storage.engine;

/**
 * Tells of entries that an embedder does not need any more: what has expired, or belongs to
 * something deleted. Asked when a compaction meets an entry, so nobody may rely on when that is.
 * Thread-safe; pure functions of their arguments.
 *
 * <p>What is dropped is gone for every view taken later, reads of the past included, as if it had
 * been deleted: no older version of the key appears in its place. What a {@link Pin} holds stays.
 */
public interface CompactionFilter {
  /** No time. */
  long NEVER = Long.MAX_VALUE;

  /** The newest version of a key in a compaction; valid during the call. */
  interface Entry {

    /** Array that begins with the key. */
    byte[] keyArray();

    int keyLength();

    /** Array that holds the value. */
    byte[] valueArray();

    /** Where the value begins. */
    int valueOffset();

    int valueLength();

    /** Sequence number of the batch that wrote it. */
    long sequence();
  }

  /**
   * Whether nobody needs the entry any more.
   *
   * @param nowMillis the time the compaction began, since the Unix epoch
   */
  boolean drops(Entry entry, long nowMillis);

  /**
   * When {@link #drops} will be true, in milliseconds since the Unix epoch; {@link #NEVER} when
   * that is not known. Kept for each table, so that those with much to drop are compacted for it.
   */
  default long expiryMillis(Entry entry) {
    return NEVER;
  }
}
