/**
 * Load for {@code cairn bench}: connections that send one request after the other and record how
 * long each took. What they measure is what a person at this machine would get, this client
 * included; the figures of docs/benchmarks.md come from another tool.
 */
@NullMarked
package io.cairndb.cli.load;

import org.jspecify.annotations.NullMarked;
