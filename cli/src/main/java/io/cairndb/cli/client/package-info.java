/**
 * A small client of the DynamoDB protocol over the JDK's HTTP client: one method that sends an
 * operation and returns the answer's JSON. Requests are signed with SigV4, so that the same
 * commands work against Cairn, an emulator and Amazon DynamoDB. It exists because an SDK would take
 * longer to load than most commands take to run. {@link io.cairndb.cli.client.DynamoDb} is
 * thread-safe.
 */
@NullMarked
package io.cairndb.cli.client;

import org.jspecify.annotations.NullMarked;
