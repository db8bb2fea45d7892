package io.cairndb.storage.engine;

/**
 * What the scrubber has done since the engine was opened.
 *
 * @param bytes read from tables
 * @param rounds over all tables, finished
 * @param damageFound damaged tables come upon, counted anew in each round
 * @param progress part of the tables' bytes that the round under way has read, 0 to 1; 0 between
 *     rounds
 */
public record ScrubStats(long bytes, long rounds, long damageFound, double progress) {}
