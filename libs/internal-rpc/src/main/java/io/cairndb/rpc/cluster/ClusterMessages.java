package io.cairndb.rpc.cluster;

import io.cairndb.control.plane.watch.CatalogUpdate;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.CatalogPlace;
import io.cairndb.rpc.proto.Cluster;
import io.cairndb.rpc.proto.Member;
import java.util.List;

/** Between protobuf's types and those of this package. Stateless. */
final class ClusterMessages {
  private ClusterMessages() {}

  /**
   * @throws IllegalArgumentException when it is none
   */
  static ClusterView view(Cluster cluster) {
    List<ClusterMember> members =
        cluster.getMembersList().stream()
            .filter(member -> !member.getAddress().isEmpty())
            .map(ClusterMessages::member)
            .toList();
    return new ClusterView(
        cluster.getVersion(),
        members,
        cluster.getLedgersList().stream().map(Payloads::shardId).toList(),
        cluster.getMessageVersion());
  }

  private static ClusterMember member(Member member) {
    return new ClusterMember(
        Payloads.uuid(member.getNodeId()),
        member.getNumber(),
        HostPort.parse(member.getAddress()),
        member.getShards(),
        member.getAlive());
  }

  static CatalogPlace place(CatalogUpdate.Place place) {
    return CatalogPlace.newBuilder()
        .setLog(Payloads.id(place.log()))
        .setPosition(place.position())
        .build();
  }
}
