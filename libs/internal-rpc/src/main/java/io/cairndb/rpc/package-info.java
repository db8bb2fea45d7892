/**
 * gRPC between the services: channels and servers, calls, and the one place that says what a failed
 * call means.
 *
 * <p>The contracts are in {@code src/main/proto}; they describe envelopes and administration, and
 * carry the messages of shards and of the control plane as bytes of their own codecs. {@link
 * io.cairndb.rpc.Payloads} moves those bytes in and out without copying where gRPC allows. {@link
 * io.cairndb.rpc.Calls} makes calls whose failures are {@link io.cairndb.rpc.CallFailure}: a call
 * that never left this process, or that the other side refused before it did anything, has
 * certainly not been done; of any other nobody can tell.
 *
 * <p>Contracts change as docs/formats/messages.md asks of codecs: fields are added, removed ones
 * are reserved, values of enumerations that are not known read as {@code UNRECOGNIZED} and must be
 * expected. No logic of any service here.
 */
@NullMarked
package io.cairndb.rpc;

import org.jspecify.annotations.NullMarked;
