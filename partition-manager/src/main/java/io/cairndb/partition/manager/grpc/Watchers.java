package io.cairndb.partition.manager.grpc;

import com.google.protobuf.ByteString;
import io.cairndb.control.plane.codec.ControlCodec;
import io.cairndb.control.plane.watch.CatalogLog;
import io.cairndb.control.plane.watch.CatalogUpdate;
import io.cairndb.control.plane.watch.CatalogUpdate.Place;
import io.cairndb.partition.manager.members.MembersView;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.ServerStream;
import io.cairndb.rpc.proto.WatchRequest;
import io.cairndb.rpc.proto.WatchResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who follows the catalog and the membership. What a watcher lacks is worked out when its
 * connection takes it; nothing is kept for it but its place. Thread-safe.
 */
public final class Watchers {
  private final CatalogLog log;
  private final Supplier<MembersView> members;
  private final Executor executor;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final AtomicLong snapshots = new AtomicLong();
  private final AtomicLong updates = new AtomicLong();

  /** The update encoded last: those who watch are mostly at the same place. */
  private volatile @Nullable Encoded last;

  /**
   * An update from a place to another, as bytes.
   *
   * @param after null for a snapshot
   */
  private record Encoded(@Nullable Place after, Place to, ByteString bytes) {}

  /**
   * Nobody watches yet.
   *
   * @param executor where updates are encoded and sent
   */
  public Watchers(CatalogLog log, Supplier<MembersView> members, Executor executor) {
    this.log = log;
    this.members = members;
    this.executor = executor;
  }

  /** Adds a watcher until its stream ends. */
  void add(WatchRequest request, StreamObserver<WatchResponse> answer) {
    Place known =
        request.hasKnown()
            ? new Place(
                Payloads.uuid(request.getKnown().getLog()), request.getKnown().getPosition())
            : null;
    Watcher watcher = new Watcher(known);
    watchers.add(watcher);
    watcher.stream =
        ServerStream.open(answer, watcher::next, executor, () -> watchers.remove(watcher));
    // What changed before the stream was known could not wake it.
    watcher.stream.wake();
  }

  /** The catalog or the membership changed. */
  public void changed() {
    for (Watcher watcher : watchers) {
      ServerStream<WatchResponse> stream = watcher.stream;
      if (stream != null) {
        stream.wake();
      }
    }
  }

  /** Watchers now. */
  public int count() {
    return watchers.size();
  }

  /** Catalogs sent whole. */
  public long snapshots() {
    return snapshots.get();
  }

  /** Updates sent, snapshots included. */
  public long updates() {
    return updates.get();
  }

  private Optional<Encoded> since(@Nullable Place known) {
    Encoded recent = last;
    Place end = log.end();
    if (end.equals(known)) {
      return Optional.empty();
    }
    if (recent != null
        && recent.to().equals(end)
        && (known == null ? recent.after() == null : known.equals(recent.after()))) {
      return Optional.of(recent);
    }
    Optional<Encoded> encoded =
        log.since(known)
            .map(
                update ->
                    switch (update) {
                      case CatalogUpdate.Snapshot all ->
                          new Encoded(null, all.place(), encode(update));
                      case CatalogUpdate.Appended(Place after, var records) ->
                          new Encoded(
                              after,
                              new Place(after.log(), after.position() + records.size()),
                              encode(update));
                    });
    encoded.ifPresent(update -> last = update);
    return encoded;
  }

  private static ByteString encode(CatalogUpdate update) {
    return Payloads.toByteString(ControlCodec.encode(update));
  }

  private final class Watcher {
    private @Nullable Place place;
    private @Nullable MembersView told;
    private volatile @Nullable ServerStream<WatchResponse> stream;

    Watcher(@Nullable Place known) {
      place = known;
    }

    private @Nullable WatchResponse next() {
      WatchResponse.Builder response = WatchResponse.newBuilder();
      boolean news = false;
      Optional<Encoded> update = since(place);
      if (update.isPresent()) {
        Encoded encoded = update.get();
        place = encoded.to();
        response.setUpdate(encoded.bytes());
        updates.incrementAndGet();
        if (encoded.after() == null) {
          snapshots.incrementAndGet();
        }
        news = true;
      }
      MembersView now = members.get();
      if (!now.equals(told)) {
        told = now;
        response.setCluster(ClusterMessages.cluster(now));
        news = true;
      }
      return news ? response.build() : null;
    }
  }
}
