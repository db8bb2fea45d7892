/**
 * Acceptance with the AWS SDK for Java: small black-box tests, each of which would also pass on
 * DynamoDB itself. They talk to the server at {@code cairn.endpoint}, or start one.
 */
@NullMarked
package io.cairndb.conformance;

import org.jspecify.annotations.NullMarked;
