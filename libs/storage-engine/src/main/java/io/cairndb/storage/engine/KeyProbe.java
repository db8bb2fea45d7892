package io.cairndb.storage.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where a look for a live key ended.
 *
 * @param key the live key, or the deleted one to go on from; null when no live one is left
 * @param live whether the key is
 * @param passed deleted keys that were passed over
 */
public record KeyProbe(byte @Nullable [] key, boolean live, int passed) {}
