/**
 * Tests of expressions. {@code ExpressionScriptTest} runs the scripts in {@code
 * src/test/resources/testdata}, which hold most of the expected behaviour and every message; {@code
 * AwsDocumentationPaperTest} holds sentences of the DynamoDB documentation; the property and fuzz
 * tests compare with a naive evaluator and throw mutated text at the parsers.
 */
@NullMarked
package io.cairndb.expressions;

import org.jspecify.annotations.NullMarked;
