package io.cairndb.partition.manager.members;

import io.cairndb.partition.manager.members.Newcomer.Identity;
import io.cairndb.partition.manager.members.RegistrationOutcome.Duplicate;
import io.cairndb.partition.manager.members.RegistrationOutcome.Foreign;
import io.cairndb.partition.manager.members.RegistrationOutcome.Full;
import io.cairndb.partition.manager.members.RegistrationOutcome.Incompatible;
import io.cairndb.partition.manager.members.RegistrationOutcome.Refused;
import io.cairndb.placement.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who becomes a member and when the cluster forms. Stateless; the state, who is alive and
 * new identities come as arguments, and the outcome is records to replay.
 */
public final class MemberMachine {
  private MemberMachine() {}

  /**
   * What a registration leads to.
   *
   * @param records to be made durable, all or none, before the outcome is told
   */
  public record Decision(List<MemberRecord> records, RegistrationOutcome outcome) {
    public Decision {
      records = List.copyOf(records);
    }
  }

  /**
   * Decides a registration.
   *
   * @param alive whether the member of a number may be running
   * @param ids gives the cluster its identity, should it need one
   */
  public static Decision register(
      MemberState state, Newcomer newcomer, IntPredicate alive, Supplier<UUID> ids) {
    Member existing = state.member(newcomer.nodeId());
    Member predecessor = atSameAddress(state, newcomer);
    Refused refused = foreign(state, newcomer, existing);
    if (refused == null) {
      refused = duplicate(newcomer, existing, predecessor, alive);
    }
    if (refused == null) {
      refused = incompatible(state, newcomer, existing, predecessor);
    }
    int number = existing != null ? existing.number() : state.nextNumber();
    if (refused == null && number > Member.MAX_NUMBER) {
      refused = new Full("all " + Member.MAX_NUMBER + " numbers have been given away");
    }
    return refused != null
        ? new Decision(List.of(), refused)
        : accept(state, newcomer.as(number), existing, predecessor, ids);
  }

  private static Decision accept(
      MemberState state,
      Member member,
      @Nullable Member existing,
      @Nullable Member predecessor,
      Supplier<UUID> ids) {
    List<MemberRecord> records = new ArrayList<>();
    long version = state.version();
    if (state.clusterId().isEmpty()) {
      records.add(new MemberRecord.ClusterCreated(++version, ids.get()));
    }
    if (predecessor != null) {
      records.add(new MemberRecord.MemberWritten(++version, predecessor.withoutAddress()));
    }
    if (!member.equals(existing)) {
      records.add(new MemberRecord.MemberWritten(++version, member));
    }
    MemberState after = state.replayAll(records);
    return new Decision(
        records,
        new RegistrationOutcome.Accepted(
            after.clusterId().orElseThrow(), member.number(), after.messageVersion()));
  }

  /** Another member recorded at the newcomer's address. */
  private static @Nullable Member atSameAddress(MemberState state, Newcomer newcomer) {
    for (Member member : state.members().values()) {
      if (member.address().equals(newcomer.address())
          && !member.nodeId().equals(newcomer.nodeId())) {
        return member;
      }
    }
    return null;
  }

  private static @Nullable Refused foreign(
      MemberState state, Newcomer newcomer, @Nullable Member existing) {
    Optional<Identity> known = newcomer.known();
    if (known.isPresent() && !state.clusterId().equals(known.map(Identity::clusterId))) {
      String here =
          state
              .clusterId()
              .map(id -> "this is cluster " + id)
              .orElse("this partition manager has no cluster: it is another, or lost its data");
      return new Foreign("the node belongs to cluster " + known.get().clusterId() + "; " + here);
    }
    if (existing == null && known.isPresent() && state.forgotten().contains(known.get().number())) {
      return new Foreign(
          "member "
              + known.get().number()
              + " has been forgotten; with an empty data directory it would be a new one");
    }
    if (existing == null && known.isPresent()) {
      return new Foreign("there is no member " + known.get().number() + " with this identity");
    }
    if (existing == null && newcomer.hasData()) {
      return new Foreign("the node is not known here, and its shards hold data");
    }
    if (existing != null && known.isPresent() && known.get().number() != existing.number()) {
      return new Foreign(
          "the node is member " + existing.number() + ", not " + known.get().number());
    }
    return null;
  }

  private static @Nullable Refused duplicate(
      Newcomer newcomer,
      @Nullable Member existing,
      @Nullable Member predecessor,
      IntPredicate alive) {
    if (existing != null
        && existing.hasAddress()
        && !existing.address().equals(newcomer.address())
        && alive.test(existing.number())) {
      return new Duplicate("member " + existing.number() + " is alive at " + existing.address());
    }
    // A coordinator keeps nothing, so a new one where one has been is its successor.
    if (predecessor != null
        && (predecessor.shards() > 0 || newcomer.shards() > 0)
        && alive.test(predecessor.number())) {
      return new Duplicate(
          predecessor.address()
              + " is the address of member "
              + predecessor.number()
              + ", which is alive");
    }
    return null;
  }

  private static @Nullable Refused incompatible(
      MemberState state,
      Newcomer newcomer,
      @Nullable Member existing,
      @Nullable Member predecessor) {
    if (existing != null && newcomer.shards() < existing.shards()) {
      return new Incompatible(
          "the node had " + existing.shards() + " shards and comes with " + newcomer.shards());
    }
    int newest = newcomer.messageVersion();
    int oldest = newcomer.oldestMessageVersion();
    for (Member member : state.members().values()) {
      if (member.hasAddress() && !member.equals(existing) && !member.equals(predecessor)) {
        newest = Math.min(newest, member.messageVersion());
        oldest = Math.max(oldest, member.oldestMessageVersion());
      }
    }
    return oldest <= newest
        ? null
        : new Incompatible(
            "message versions "
                + newcomer.oldestMessageVersion()
                + " to "
                + newcomer.messageVersion()
                + " have none in common with those of the cluster");
  }

  /**
   * What the wish to forget a member leads to.
   *
   * @param records to be made durable, all or none, before the outcome is told
   */
  public record Forgetting(List<MemberRecord> records, ForgetOutcome outcome) {
    public Forgetting {
      records = List.copyOf(records);
    }
  }

  /**
   * Decides whether a member can be forgotten. Who has been is so for ever: asking again changes
   * nothing and is no error.
   *
   * @param alive whether the member of a number may be running
   */
  public static Forgetting forget(
      MemberState state, int number, IntPredicate alive, Holdings holdings) {
    if (state.forgotten().contains(number)) {
      return new Forgetting(List.of(), new ForgetOutcome.Forgotten());
    }
    ForgetOutcome refused = obstacle(state, number, alive, holdings);
    return refused != null
        ? new Forgetting(List.of(), refused)
        : new Forgetting(
            List.of(new MemberRecord.MemberForgotten(state.version() + 1, number)),
            new ForgetOutcome.Forgotten());
  }

  private static @Nullable ForgetOutcome obstacle(
      MemberState state, int number, IntPredicate alive, Holdings holdings) {
    Member member = state.members().get(number);
    if (member == null) {
      return new ForgetOutcome.Unknown("there is no member " + number);
    }
    if (alive.test(number)) {
      return new ForgetOutcome.Alive(
          "member " + number + " counts as alive at " + member.address() + ": end it, and wait");
    }
    if (state.ledgers().stream().anyMatch(shard -> shard.node() == number)) {
      return new ForgetOutcome.InUse(
          "member " + number + " keeps transaction ledgers, fixed when the cluster formed");
    }
    return holdings
        .of(number)
        .map(what -> new ForgetOutcome.InUse("member " + number + " holds " + what))
        .orElse(null);
  }

  /**
   * Forms the cluster when it is time.
   *
   * @param heard whether the member of a number has been heard lately, without doubt
   * @param storageNodes how many storage nodes the cluster waits for
   * @return no records when it has formed already, or not enough are there
   */
  public static List<MemberRecord> form(MemberState state, IntPredicate heard, int storageNodes) {
    if (state.isFormed()) {
      return List.of();
    }
    List<ShardId> ledgers = new ArrayList<>();
    int there = 0;
    for (Member member : state.members().values()) {
      if (member.shards() > 0 && member.hasAddress() && heard.test(member.number())) {
        there++;
        for (int index = 0; index < member.shards(); index++) {
          ledgers.add(new ShardId(member.number(), index));
        }
      }
    }
    return there < storageNodes
        ? List.of()
        : List.of(new MemberRecord.ClusterFormed(state.version() + 1, ledgers));
  }
}
