package io.cairndb.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.dynamodbv2.AcquireLockOptions;
import com.amazonaws.services.dynamodbv2.AcquireLockOptions.AcquireLockOptionsBuilder;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClient;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBLockClientOptions;
import com.amazonaws.services.dynamodbv2.CreateDynamoDBTableOptions;
import com.amazonaws.services.dynamodbv2.LockItem;
import com.amazonaws.services.dynamodbv2.model.LockCurrentlyUnavailableException;
import com.amazonaws.services.dynamodbv2.model.LockNotGrantedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;

/** Amazon's lock client: leases kept alive by conditional writes. */
final class LockClientIT {
  private static final int ROUNDS = 10;
  private static final long LONG_LEASE = 60_000;
  private static final long SHORT_LEASE = 1_500;

  private final String table = Sdk.freshName();

  @BeforeEach
  void createTable() {
    AmazonDynamoDBLockClient.createLockTableInDynamoDB(
        CreateDynamoDBTableOptions.builder(
                Sdk.client(),
                ProvisionedThroughput.builder()
                    .readCapacityUnits(5L)
                    .writeCapacityUnits(5L)
                    .build(),
                table)
            .withPartitionKeyName("lock")
            .withSortKeyName("part")
            .build());
    Sdk.waiter().waitUntilTableExists(describe -> describe.tableName(table));
  }

  /** An owner; heartbeats come by themselves or, where none are wanted, when a test sends them. */
  private AmazonDynamoDBLockClient owner(String name, long leaseMillis, boolean heartbeats) {
    return new AmazonDynamoDBLockClient(
        AmazonDynamoDBLockClientOptions.builder(Sdk.client(), table)
            .withPartitionKeyName("lock")
            .withSortKeyName("part")
            .withOwnerName(name)
            .withTimeUnit(TimeUnit.MILLISECONDS)
            .withLeaseDuration(leaseMillis)
            .withHeartbeatPeriod(leaseMillis / 5)
            .withCreateHeartbeatBackgroundThread(heartbeats)
            .build());
  }

  private static AcquireLockOptionsBuilder lock(String name) {
    return AcquireLockOptions.builder(name)
        .withSortKey("whole")
        .withTimeUnit(TimeUnit.MILLISECONDS)
        .withRefreshPeriod(10L);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<String> ownerInTable(AmazonDynamoDBLockClient client, String name) {
    try (var locks = client.getLocksByPartitionKey(name, true)) {
      return locks.map(LockItem::getOwnerName).findFirst();
    }
  }

  @Test
  void ownedBeatingReleasedAndOwnedByAnother() throws Exception {
    try (AmazonDynamoDBLockClient first = owner("first", LONG_LEASE, false);
        AmazonDynamoDBLockClient second = owner("second", LONG_LEASE, false)) {
      assertTrue(first.lockTableExists());
      LockItem held =
          first.acquireLock(
              lock("door").withData(bytes("mine")).withDeleteLockOnRelease(false).build());
      assertEquals(Optional.of("first"), ownerInTable(second, "door"));
      String version = held.getRecordVersionNumber();
      held.sendHeartBeat();
      assertNotEquals(version, held.getRecordVersionNumber());
      assertEquals(
          held.getRecordVersionNumber(),
          second.getLock("door", Optional.of("whole")).orElseThrow().getRecordVersionNumber());

      AcquireLockOptions atOnce = lock("door").withShouldSkipBlockingWait(true).build();
      assertThrows(LockCurrentlyUnavailableException.class, () -> second.acquireLock(atOnce));
      assertTrue(first.releaseLock(held));
      LockItem taken = second.acquireLock(lock("door").withReplaceData(false).build());
      assertEquals(Optional.of("second"), ownerInTable(first, "door"));
      assertEquals(bytes("mine"), taken.getData().orElseThrow());
      assertThrows(LockNotGrantedException.class, held::sendHeartBeat);
      assertTrue(second.releaseLock(taken));
      assertEquals(Optional.empty(), ownerInTable(first, "door"));
    }
  }

  /** Who does not beat loses the lock once its lease has passed, and is told so. */
  @Test
  void anExpiredLeaseIsTakenOver() throws Exception {
    try (AmazonDynamoDBLockClient silent = owner("silent", SHORT_LEASE, false);
        AmazonDynamoDBLockClient heir = owner("heir", SHORT_LEASE, true)) {
      LockItem lost = silent.acquireLock(lock("estate").build());
      LockItem inherited =
          heir.acquireLock(lock("estate").withAdditionalTimeToWaitForLock(LONG_LEASE).build());
      assertTrue(lost.isExpired());
      assertThrows(LockNotGrantedException.class, lost::sendHeartBeat);
      assertFalse(silent.releaseLock(lost));
      assertEquals(Optional.of("heir"), ownerInTable(silent, "estate"));
      String version = inherited.getRecordVersionNumber();
      Sdk.eventually(
          "a heartbeat in the background",
          () -> !inherited.getRecordVersionNumber().equals(version));
      assertTrue(heir.releaseLock(inherited));
    }
  }

  /** Two owners add to a counter that only the lock protects. */
  @Test
  void contendersTakeTurns() throws Exception {
    int[] counter = new int[1];
    List<Future<?>> contenders = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (String name : List.of("left", "right")) {
        contenders.add(threads.submit(() -> addInTurn(name, counter)));
      }
    }
    for (Future<?> contender : contenders) {
      contender.get();
    }
    assertEquals(2 * ROUNDS, counter[0]);
  }

  private Void addInTurn(String name, int[] counter)
      throws IOException, InterruptedException, ExecutionException {
    try (AmazonDynamoDBLockClient owner = owner(name, LONG_LEASE, true)) {
      for (int i = 0; i < ROUNDS; i++) {
        LockItem held =
            owner.acquireLock(lock("counter").withAdditionalTimeToWaitForLock(LONG_LEASE).build());
        int before = counter[0];
        held.sendHeartBeat();
        counter[0] = before + 1;
        assertTrue(owner.releaseLock(held));
      }
    }
    return null;
  }
}
