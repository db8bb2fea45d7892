package io.cairndb.storage.engine;

/**
 * One ordered keyspace of an engine. Obtained from {@link StorageEngine#tree}; valid for that
 * engine only.
 *
 * @param id stable number of the tree in the log and the manifest
 */
public record Tree(int id, String name) {}
