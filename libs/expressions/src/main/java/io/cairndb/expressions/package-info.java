/**
 * DynamoDB's expressions: what a request may say about an item, as immutable values.
 *
 * <p>{@link io.cairndb.expressions.ExpressionCompiler} turns the text of a parameter and the
 * request's {@link io.cairndb.expressions.Substitutions} into a {@link
 * io.cairndb.expressions.Condition}, {@link io.cairndb.expressions.UpdateProgram}, {@link
 * io.cairndb.expressions.ProjectionList} or {@link io.cairndb.expressions.KeyPredicates}. These are
 * self-contained records that a command can carry to the shard that owns the item, where they are
 * evaluated against a {@link io.cairndb.expressions.Document}. The older parameters (Expected,
 * AttributeUpdates, …) become the same records in {@code legacy}.
 *
 * <p>Messages are part of the behaviour: an {@link
 * io.cairndb.expressions.InvalidExpressionException} carries the text DynamoDB answers with, and
 * rules are checked in its order. Evaluation is deterministic and performs no I/O; every type here
 * is immutable and thread-safe unless it says otherwise.
 */
@NullMarked
package io.cairndb.expressions;

import org.jspecify.annotations.NullMarked;
