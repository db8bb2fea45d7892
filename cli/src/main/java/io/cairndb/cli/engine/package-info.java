/**
 * {@code cairn engine}: looks at and mends the directory of one storage engine while nobody has it
 * open, and keeps keystores. What is done is done by {@code io.cairndb.storage.engine.tool}; here
 * it is asked for and shown.
 */
@NullMarked
package io.cairndb.cli.engine;

import org.jspecify.annotations.NullMarked;
