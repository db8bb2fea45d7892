package io.cairndb.router.assembly;

import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.core.OperationRegistry;
import io.cairndb.router.core.items.ItemOperations;
import io.cairndb.router.core.items.ItemPorts;
import io.cairndb.router.core.rest.RestDoor;
import io.cairndb.router.core.streams.StreamOperations;
import io.cairndb.router.core.tables.TableOperations;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Makes the front door to all APIs. */
public final class RouterAssembly {
  private static final Duration INDEX_WAIT = Duration.ofSeconds(2);
  private static final FrontDoor.Settings SETTINGS =
      new FrontDoor.Settings("us-east-1", "000000000000");

  private RouterAssembly() {}

  /**
   * The process around a router.
   *
   * @param blocking runs what may wait; a virtual thread each
   * @param endpoint host and port clients reach this router at; asked with each request, as it may
   *     be known only when the server listens
   * @param changeRetention how long changes are kept, and so closed streams readable
   * @param events hears of requests
   */
  public record Surroundings(
      Clock clock,
      RandomSource random,
      Executor blocking,
      Supplier<String> endpoint,
      Duration changeRetention,
      FrontDoorEvents events) {}

  public static FrontDoor frontDoor(RouterParts parts, Surroundings around) {
    ItemPorts ports =
        new ItemPorts(
            parts.control()::catalog,
            parts.shards(),
            parts.transactions(),
            parts.barrier(),
            parts.compiler(),
            around.clock(),
            around.blocking(),
            INDEX_WAIT);
    return new FrontDoor(
        operations(parts, ports, around),
        SETTINGS,
        around.blocking(),
        around.random(),
        around.events(),
        new RestDoor(ports, parts.control(), around.blocking(), around.random(), around.events()));
  }

  private static OperationRegistry operations(
      RouterParts parts, ItemPorts ports, Surroundings around) {
    return OperationRegistry.builder()
        .add(OperationRegistry.Api.DYNAMODB, ItemOperations.all(ports))
        .add(
            OperationRegistry.Api.DYNAMODB, TableOperations.all(parts.control(), around.endpoint()))
        .add(
            OperationRegistry.Api.STREAMS,
            StreamOperations.all(
                parts.control()::catalog,
                parts.changes(),
                around.clock(),
                around.changeRetention()))
        .build();
  }
}
