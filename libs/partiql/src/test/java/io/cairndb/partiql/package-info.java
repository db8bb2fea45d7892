/**
 * Tests of statements: scripts of parses, bindings and errors, the round trip through text, and
 * hostile input.
 */
@NullMarked
package io.cairndb.partiql;

import org.jspecify.annotations.NullMarked;
