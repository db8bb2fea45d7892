package io.cairndb.coordinator.core;

import io.cairndb.coordination.AdmissionControl;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages on to the homes of their partitions, without opening them. Thread-safe, without
 * locks.
 *
 * <p>A message planned with a newer map than is known here waits for that map, not for ever. When
 * it does not come, the older map is used, and until any newer one comes nobody waits for that
 * version again: whoever follows the partition manager may be cut off from it for long, and the
 * home of a partition checks the epoch in every message, so that a message sent to where a
 * partition used to be does nothing.
 *
 * <p>Nothing is repeated here. Whoever planned the message knows whether that is safe, and plans it
 * anew.
 */
public final class Forwarding {
  private final PartitionMaps maps;
  private final AdmissionControl admission;
  private final Duration mapWait;
  private final LongAdder waits = new LongAdder();
  private final LongAdder homeless = new LongAdder();
  private volatile Stuck stuck = new Stuck(-1, -1);

  /** A version that did not come while {@code known} was the newest; holds until that changes. */
  private record Stuck(long known, long wanted) {}

  /**
   * Makes the way to partitions.
   *
   * @param admission bounds what is under way, together with whatever else it is asked by
   * @param mapWait how long a message waits for the map it was planned with
   */
  public Forwarding(PartitionMaps maps, AdmissionControl admission, Duration mapWait) {
    this.maps = maps;
    this.admission = admission;
    this.mapWait = mapWait;
  }

  /**
   * Where a message goes.
   *
   * @param plannedWith version of the map it was planned with; 0 when no map knows the partition
   * @param told its home as the sender knows it, for partitions of which no map tells; else null
   */
  public record Address(PartitionId partition, long plannedWith, @Nullable ShardId told) {}

  /**
   * Figures at this moment, for meters.
   *
   * @param waits messages that waited for a newer map
   * @param homeless messages refused because no map had their partition
   */
  public record Stats(long waits, long homeless) {}

  public Stats stats() {
    return new Stats(waits.sum(), homeless.sum());
  }

  /** Hands one message on; its answer is that of {@code delivery}. */
  public <A> CompletableFuture<A> forward(Address address, Delivery<A> delivery) {
    if (!admission.tryAcquire()) {
      return delivery.refuse(Delivery.Reason.OVERLOADED);
    }
    CompletableFuture<A> answer;
    try {
      answer = route(address, delivery);
    } catch (RuntimeException | Error defect) {
      admission.release();
      throw defect;
    }
    if (answer.isDone()) {
      admission.release();
      return answer;
    }
    return answer.whenComplete((ignored, failure) -> admission.release());
  }

  private <A> CompletableFuture<A> route(Address address, Delivery<A> delivery) {
    PartitionMap map = maps.current();
    long wanted = address.plannedWith();
    Stuck now = stuck;
    boolean isStuck = map.version() == now.known() && wanted <= now.wanted();
    if (map.version() >= wanted || isStuck) {
      return send(map, address, delivery);
    }
    waits.increment();
    return maps.awaitVersion(wanted, mapWait)
        .thenCompose(
            came -> {
              if (!came) {
                stuck = new Stuck(map.version(), wanted);
              }
              return send(maps.current(), address, delivery);
            });
  }

  private <A> CompletableFuture<A> send(PartitionMap map, Address address, Delivery<A> delivery) {
    Partition partition = map.find(address.partition());
    if (partition != null) {
      return delivery.send(partition.home());
    }
    if (address.told() != null) {
      return delivery.send(address.told());
    }
    homeless.increment();
    return delivery.refuse(Delivery.Reason.NO_HOME);
  }
}
