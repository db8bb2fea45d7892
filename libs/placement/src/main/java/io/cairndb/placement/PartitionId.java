package io.cairndb.placement;

import java.util.UUID;

/** Identity of a partition; a split gives both halves new ones. */
public record PartitionId(UUID value) {}
