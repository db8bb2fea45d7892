package io.cairndb.storage.engine;

import java.nio.file.Path;

/**
 * A place in a file whose bytes are not what was written.
 *
 * @param offset where in {@code file} the damage was noticed, in bytes
 * @param detail what is wrong there
 */
public record Damage(Path file, long offset, String detail) {}
