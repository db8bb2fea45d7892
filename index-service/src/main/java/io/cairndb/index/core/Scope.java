package io.cairndb.index.core;

import io.cairndb.placement.PartitionId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody waits for.
 *
 * @param indexId one index of the table; null for all
 * @param source one partition of the table; null for all
 */
public record Scope(UUID tableId, @Nullable UUID indexId, @Nullable PartitionId source) {}
