/**
 * Checkers of recorded histories: what clients saw, decided against what a correct database could
 * have shown them. They know nothing of the network or of processes.
 */
@NullMarked
package io.cairndb.robustness.history;

import org.jspecify.annotations.NullMarked;
