package io.cairndb.transactions;

import java.util.UUID;

/**
 * A client's token: the same token with the same request within ten minutes is the same
 * transaction, done once.
 *
 * @param text as the client gave it, qualified by whoever may use it
 * @param requestHash 128-bit hash of everything the request asks for
 */
public record ClientToken(String text, UUID requestHash) {}
