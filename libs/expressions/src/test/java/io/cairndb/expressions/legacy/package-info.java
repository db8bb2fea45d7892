/**
 * Tests of the parameters that came before expressions: their messages, and that they evaluate as
 * the expressions they stand for.
 */
@NullMarked
package io.cairndb.expressions.legacy;

import org.jspecify.annotations.NullMarked;
