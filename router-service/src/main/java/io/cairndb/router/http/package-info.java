/**
 * HTTP/1.1 on Netty event loops for the front door: framing, limits, keep-alive, pipelining, and
 * nothing of the DynamoDB protocol itself.
 *
 * <p>A request is answered on the event loop that read it, with no hand-off, unless its operation
 * waits for something. Requests of one connection are answered in the order they came, one at a
 * time; while one is being answered few more are read, so a client that sends faster than it is
 * served fills its own socket and not this process's memory.
 */
@NullMarked
package io.cairndb.router.http;

import org.jspecify.annotations.NullMarked;
