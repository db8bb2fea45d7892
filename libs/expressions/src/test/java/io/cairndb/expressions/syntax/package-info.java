/** Tests of the parsers alone: fuzzing, and the list of reserved words. */
@NullMarked
package io.cairndb.expressions.syntax;

import org.jspecify.annotations.NullMarked;
