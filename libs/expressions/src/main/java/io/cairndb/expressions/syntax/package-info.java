/**
 * From text to an unbound tree. {@link io.cairndb.expressions.syntax.SyntaxParser} knows the three
 * grammars (conditions, updates, projections) and every rule that can be checked without the
 * request's names and values: syntax, limits, redundant parentheses, function names, misuse of
 * functions, reserved words, repeated sections, in this order, because the first rule broken is the
 * one DynamoDB reports.
 *
 * <p>Trees are immutable and hold {@code #name} and {@code :value} references as written, so one
 * tree serves every request with the same text. Messages carry no "Invalid …Expression: " prefix:
 * the same text may be used as different parameters, and the compiler adds it.
 *
 * <p>Internal to the module; other modules use {@link io.cairndb.expressions.ExpressionCompiler}.
 */
@NullMarked
package io.cairndb.expressions.syntax;

import org.jspecify.annotations.NullMarked;
