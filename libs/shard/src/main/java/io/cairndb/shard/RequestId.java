package io.cairndb.shard;

import java.util.UUID;

/** Identity of one mutation over all its retries; the shard applies it once. */
public record RequestId(UUID value) {}
