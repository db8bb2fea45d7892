package io.cairndb.storage.engine;

/**
 * What the scrubber has done since the engine was opened.
 *
 * @param bytes read from tables
 * @param rounds over all tables, finished
 * @param damageFound damaged tables come upon, counted anew in each round
 */
public record ScrubStats(long bytes, long rounds, long damageFound) {}
