package io.cairndb.rpc.cluster;

import java.util.UUID;

/**
 * A process that has registered.
 *
 * @param nodeId its own, for ever
 * @param number given by the partition manager; part of every timestamp it issues
 * @param shards shards it hosts; none for a coordinator
 * @param alive whether its heartbeats arrive
 */
public record ClusterMember(UUID nodeId, int number, HostPort address, int shards, boolean alive) {}
