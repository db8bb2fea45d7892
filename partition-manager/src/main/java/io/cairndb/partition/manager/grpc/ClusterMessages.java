package io.cairndb.partition.manager.grpc;

import io.cairndb.partition.manager.members.Member;
import io.cairndb.partition.manager.members.MembersView;
import io.cairndb.partition.manager.members.Newcomer;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.cluster.ClusterMember;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.proto.Cluster;
import io.cairndb.rpc.proto.RegisterRequest;
import java.util.List;
import java.util.Optional;

/** Between protobuf's types, those of clients and those of the core. Stateless. */
public final class ClusterMessages {
  private ClusterMessages() {}

  /** The membership as clients of nodes see it. */
  public static ClusterView view(MembersView members) {
    List<ClusterMember> reachable =
        members.state().members().values().stream()
            .filter(Member::hasAddress)
            .map(
                member ->
                    new ClusterMember(
                        member.nodeId(),
                        member.number(),
                        HostPort.parse(member.address()),
                        member.shards(),
                        members.isAlive(member.number())))
            .toList();
    return new ClusterView(
        members.state().version(),
        reachable,
        members.state().ledgers(),
        members.state().messageVersion());
  }

  static Cluster cluster(MembersView members) {
    Cluster.Builder cluster =
        Cluster.newBuilder()
            .setVersion(members.state().version())
            .setMessageVersion(members.state().messageVersion());
    members.state().clusterId().ifPresent(id -> cluster.setClusterId(Payloads.id(id)));
    members.state().ledgers().forEach(shard -> cluster.addLedgers(Payloads.shard(shard)));
    for (Member member : members.state().members().values()) {
      cluster
          .addMembersBuilder()
          .setNodeId(Payloads.id(member.nodeId()))
          .setNumber(member.number())
          .setAddress(member.address())
          .setShards(member.shards())
          .setAlive(members.isAlive(member.number()));
    }
    return cluster.build();
  }

  /**
   * @throws IllegalArgumentException when it is none
   */
  static Newcomer newcomer(RegisterRequest request) {
    if (!request.hasNodeId()) {
      throw new IllegalArgumentException("a registration without an identity");
    }
    int newest = request.getMessageVersion();
    int oldest = request.getOldestMessageVersion();
    if (newest < 0 || oldest < 0 || oldest > newest || request.getShards() < 0) {
      throw new IllegalArgumentException("a registration with impossible numbers");
    }
    return new Newcomer(
        Payloads.uuid(request.getNodeId()),
        HostPort.parse(request.getAddress()).toString(),
        request.getShards(),
        request.getHasData(),
        oldest == 0 ? newest : oldest,
        newest,
        request.hasClusterId()
            ? Optional.of(
                new Newcomer.Identity(Payloads.uuid(request.getClusterId()), request.getNumber()))
            : Optional.empty());
  }
}
