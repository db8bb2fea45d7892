/**
 * From an HTTP request, already read, to an HTTP response, not yet written: the protocol of
 * DynamoDB's JSON API and nothing else.
 *
 * <p>{@link io.cairndb.router.core.FrontDoor} checks what belongs to the request as a whole
 * (method, content type, target, the shape of its signature), finds the {@link
 * io.cairndb.router.core.DynamoDbOperation} in the {@link io.cairndb.router.core.OperationRegistry}
 * and turns every failure into the answer DynamoDB would give. What an operation means is in the
 * packages below: items, tables, streams.
 *
 * <p>Threading: everything here is stateless or thread-safe. A request is handled on the thread
 * that brings it; operations that may wait run on an executor given to the front door.
 *
 * <p>No sockets, no HTTP library and no threads of its own in this package.
 */
@NullMarked
package io.cairndb.router.core;

import org.jspecify.annotations.NullMarked;
