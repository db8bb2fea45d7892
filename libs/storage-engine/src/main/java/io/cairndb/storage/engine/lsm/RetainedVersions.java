package io.cairndb.storage.engine.lsm;

import java.util.Arrays;

/**
 * The sequence numbers at which somebody may still read: each of {@code pins}, and all from {@code
 * horizon} on. The newest version of a key needs no reader to be kept.
 *
 * @param pins ascending
 * @param horizon {@link Long#MAX_VALUE} when only the newest versions are wanted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RetainedVersions(long[] pins, long horizon) {
  static final RetainedVersions NEWEST_ONLY = new RetainedVersions(new long[0], Long.MAX_VALUE);

  /** Whether somebody may read a version of {@code older} that one of {@code newer} replaced. */
  boolean separates(long newer, long older) {
    if (newer > horizon) {
      return true;
    }
    int at = Arrays.binarySearch(pins, older);
    int first = at >= 0 ? at : -at - 1;
    return first < pins.length && pins[first] < newer;
  }

  /** The least sequence number at which somebody may read. */
  long readableFrom() {
    return pins.length > 0 ? Math.min(pins[0], horizon) : horizon;
  }

  /** The greatest sequence number pinned; -1 when none is. */
  long newestPin() {
    return pins.length == 0 ? -1 : pins[pins.length - 1];
  }

  /** Whether somebody may read as if {@code sequence} had not been written. */
  boolean isReadBelow(long sequence) {
    return horizon < sequence || (pins.length > 0 && pins[0] < sequence);
  }
}
