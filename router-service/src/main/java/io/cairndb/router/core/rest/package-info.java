/**
 * The REST API under {@code /v1}: resources and natural JSON documents over the same operations as
 * DynamoDB's API, so that what one writes the other reads.
 *
 * <p>{@link io.cairndb.router.core.rest.RestDoor} finds the route of a request and turns every
 * failure into a problem document (RFC 9457). Resources translate: {@link
 * io.cairndb.router.core.rest.Documents} between items and JSON, the others between requests and
 * typed calls. No rule of items or tables is made here.
 *
 * <p>Threading: stateless or thread-safe; a route that may wait runs on the executor given to the
 * door.
 */
@NullMarked
package io.cairndb.router.core.rest;

import org.jspecify.annotations.NullMarked;
