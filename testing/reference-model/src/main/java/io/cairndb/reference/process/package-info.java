/**
 * Servers as child processes on loopback: Cairn itself and the two oracles. The one place that
 * knows their command lines.
 */
@NullMarked
package io.cairndb.reference.process;

import org.jspecify.annotations.NullMarked;
