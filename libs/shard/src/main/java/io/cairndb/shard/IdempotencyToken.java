package io.cairndb.shard;

import io.cairndb.item.Bytes;

/**
 * A client's token for a transaction: the same token with the same request within ten minutes is
 * the same transaction.
 *
 * @param token the client's text, 1–36 characters, qualified by whoever may use it
 * @param requestHash hash of everything the request asks for
 */
public record IdempotencyToken(String token, Bytes requestHash) {}
