/**
 * The parameters that came before expressions: Expected, ConditionalOperator, AttributeUpdates,
 * KeyConditions, QueryFilter, ScanFilter and AttributesToGet. {@link
 * io.cairndb.expressions.legacy.LegacyCompiler} checks them with DynamoDB's messages and turns them
 * into the same records that expressions compile to, so nothing behind this package knows which way
 * a request was written.
 *
 * <p>Attribute names here are names of top-level attributes, dots and brackets included. Immutable
 * values and pure functions.
 */
@NullMarked
package io.cairndb.expressions.legacy;

import org.jspecify.annotations.NullMarked;
