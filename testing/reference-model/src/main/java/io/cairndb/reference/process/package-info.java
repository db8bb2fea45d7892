/**
 * Servers as child processes on loopback: Cairn itself, in both wirings, and the two oracles. The
 * one place that knows their command lines.
 */
@NullMarked
package io.cairndb.reference.process;

import org.jspecify.annotations.NullMarked;
