/**
 * JSON as the command line needs it: a small immutable tree that keeps the order of members and the
 * text of numbers. Numbers are never turned into floating point: what a person wrote is what is
 * sent, and what the database answered is what is shown.
 */
@NullMarked
package io.cairndb.cli.json;

import org.jspecify.annotations.NullMarked;
