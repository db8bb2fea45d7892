package io.cairndb.rpc.cluster;

import java.util.UUID;

/**
 * A member of the cluster.
 *
 * @param number the node part of its timestamps and of its shards' identities; from 1
 * @param shards none for a coordinator
 * @param alive whether its heartbeats arrive at the partition manager
 */
public record ClusterMember(UUID nodeId, int number, HostPort address, int shards, boolean alive) {}
