/**
 * What every command does on the console it was called from: lines on standard output, words about
 * options on standard error.
 */
@NullMarked
package io.cairndb.cli.console;

import org.jspecify.annotations.NullMarked;
